using System.Globalization;
using Parley.Chat.Pages.Reading;

namespace Parley.Tests.Chat.Pages;

public sealed class DayGroupsTests
{
    [Theory]
    [InlineData("2026-05-20T00:10:00Z", 0, "Today")]
    [InlineData("2026-05-19T23:50:00Z", 0, "Yesterday")]
    [InlineData("2026-05-19T23:50:00Z", 120, "Today")]
    [InlineData("2026-05-20T00:10:00Z", -300, "Yesterday")]
    [InlineData("2026-05-21T00:00:00Z", 0, "Today")]
    [InlineData("2026-05-14T12:00:00Z", 0, "Previous 7 days")]
    [InlineData("2026-05-13T12:00:00Z", 0, "Previous 30 days")]
    [InlineData("2026-04-20T12:00:00Z", 0, "April")]
    [InlineData("2025-12-31T12:00:00Z", 0, "December 2025")]
    public void A_conversation_stands_under_the_readers_day(string at, int zone, string title)
    {
        var now = DateTimeOffset.Parse("2026-05-20T09:00:00Z", CultureInfo.InvariantCulture);
        // The reader behind Greenwich has yesterday while it is already today here.
        Assert.Equal(title, DayGroups.Of(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), now, TimeSpan.FromMinutes(zone)));
    }
}
