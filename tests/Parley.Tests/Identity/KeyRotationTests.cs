using Parley.Identity.Tokens;

namespace Parley.Tests.Identity;

public sealed class KeyRotationTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_month_of_visits_never_lacks_a_key_and_never_signs_with_one_that_was_not_announced()
    {
        List<(DateTimeOffset SignsFrom, DateTimeOffset Made)> keys = [];
        for (var now = Start; now < Start.AddDays(400); now += TimeSpan.FromMinutes(37))
        {
            if (KeyRotation.NextSignsFrom([.. keys.Select(k => k.SignsFrom)], now) is { } signsFrom)
            {
                Assert.True(signsFrom >= now + KeyRotation.Announced || keys.Count == 0);
                keys.RemoveAll(k => KeyRotation.IsOver(k.SignsFrom, keys.Select(other => other.SignsFrom), now));
                keys.Add((signsFrom, now));
            }

            Assert.NotNull(KeyRotation.Signing(keys.Select(k => (object)k.SignsFrom), k => (DateTimeOffset)k, now));
            Assert.InRange(keys.Count, 1, 3);
        }

        Assert.InRange(keys[^1].SignsFrom, Start.AddDays(365), Start.AddDays(431));
    }

    [Fact]
    public void After_a_long_sleep_the_old_key_signs_until_the_next_was_announced()
    {
        var now = Start.AddDays(300);
        Assert.Equal(now + KeyRotation.Announced, KeyRotation.NextSignsFrom([Start], now));
        Assert.Null(KeyRotation.NextSignsFrom([Start, now + KeyRotation.Announced], now));
    }

    [Fact]
    public void A_key_goes_when_its_last_token_has_ended()
    {
        var next = Start.AddDays(30);
        Assert.False(KeyRotation.IsOver(Start, [Start, next], next));
        Assert.False(KeyRotation.IsOver(Start, [Start, next], next.AddMinutes(59)));
        Assert.True(KeyRotation.IsOver(Start, [Start, next], next.AddMinutes(60)));
        Assert.False(KeyRotation.IsOver(next, [Start, next], next.AddDays(90)));
    }
}
