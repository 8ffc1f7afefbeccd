using CsCheck;
using Parley.Billing.Statistics;

namespace Parley.Tests.Billing.Statistics;

public sealed class HoursTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_window_is_its_rolled_hours_and_the_rest_and_nothing_twice() =>
        Gen.Select(Gen.Int[0, 60_000], Gen.Int[1, 60_000], Gen.Int[-3, 20].List[0, 20]).Sample((start, length, rolled) =>
        {
            var (since, until) = (Noon.AddSeconds(start), Noon.AddSeconds(start + length));
            var (whole, others) = Hours.Divide(since, until, rolled.Select(i => Hours.Of(Noon) + i));
            var spans = whole.Select(h => (Since: Hours.Begin(h), Until: Hours.Begin(h + 1))).Concat(others).OrderBy(s => s.Since).ToList();
            var isWhole = spans[0].Since == since && spans[^1].Until == until && spans.Zip(spans.Skip(1)).All(pair => pair.First.Until == pair.Second.Since);
            var areTaken = whole.SequenceEqual(rolled.Select(i => Hours.Of(Noon) + i).Distinct().Order().Where(h => Hours.Begin(h) >= since && Hours.Begin(h + 1) <= until));
            return isWhole && areTaken;
        });

    [Fact]
    public void An_hour_is_ended_a_quarter_of_an_hour_after_its_end()
    {
        Assert.Equal(Hours.Of(Noon) - 2, Hours.LastEnded(Noon.AddMinutes(14)));
        Assert.Equal(Hours.Of(Noon) - 1, Hours.LastEnded(Noon.AddMinutes(15)));
        Assert.Equal(Noon, Hours.Begin(Hours.Of(Noon.AddMinutes(59))));
    }
}
