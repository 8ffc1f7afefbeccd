using System.Globalization;

namespace Parley.Chat.Pages.Reading;

/// <summary>Under which heading a conversation stands.</summary>
internal static class DayGroups
{
    /// <param name="at">When something was last said.</param>
    /// <param name="now">Now.</param>
    /// <param name="zone">The reader's offset from UTC.</param>
    public static string Of(DateTimeOffset at, DateTimeOffset now, TimeSpan zone)
    {
        var today = now.ToOffset(zone).Date;
        var day = at.ToOffset(zone).Date;
        return (today - day).Days switch
        {
            <= 0 => "Today",
            1 => "Yesterday",
            < 7 => "Previous 7 days",
            < 30 => "Previous 30 days",
            _ => day.ToString(day.Year == today.Year ? "MMMM" : "MMMM yyyy", CultureInfo.InvariantCulture),
        };
    }
}
