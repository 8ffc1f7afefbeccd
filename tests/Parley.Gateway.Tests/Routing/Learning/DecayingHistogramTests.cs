using CsCheck;
using Parley.Gateway.Routing.Learning;

namespace Parley.Gateway.Tests.Routing.Learning;

public sealed class DecayingHistogramTests
{
    [Fact]
    public void There_is_no_quantile_of_nothing() => Assert.Null(new DecayingHistogram().Quantile(0.5));

    [Fact]
    public void Quantiles_err_little() =>
        Gen.Double[0.002, 60].Array[20, 300].Sample(times =>
        {
            var histogram = new DecayingHistogram();
            foreach (var time in times) histogram.Add(time, 5);
            var sorted = times.Order().ToArray();
            foreach (var share in new[] { 0.5, 0.95 })
            {
                var rank = (int)Math.Ceiling(share * times.Length) - 1;
                var found = histogram.Quantile(share)!.Value;
                if (found < sorted[Math.Max(rank - 1, 0)] / 1.2 || found > sorted[Math.Min(rank + 1, times.Length - 1)] * 1.2) return false;
            }

            return true;
        });

    [Fact]
    public void What_is_minutes_old_gives_way_however_long_the_clock_has_run()
    {
        var histogram = new DecayingHistogram();
        for (var hour = 0; hour < 48; hour++)
        {
            var now = hour * 3600.0;
            for (var i = 0; i < 100; i++) histogram.Add(2, now);
            Assert.InRange(histogram.Quantile(0.5)!.Value, 1.6, 2.4);
            for (var i = 0; i < 100; i++) histogram.Add(0.2, now + 300);
            Assert.InRange(histogram.Quantile(0.95)!.Value, 0.16, 0.28);
        }
    }

    [Theory, InlineData(0), InlineData(1e-9), InlineData(1e9)]
    public void Times_beyond_the_buckets_are_kept_at_the_edge(double seconds)
    {
        var histogram = new DecayingHistogram();
        histogram.Add(seconds, 0);
        Assert.InRange(histogram.Quantile(0.5)!.Value, 0.0008, 1000);
    }

    [Fact]
    public void Two_together_say_what_one_with_the_times_of_both_says() =>
        Gen.Select(Gen.Double[0.002, 60], Gen.Double[0, 4000], Gen.Bool).Array[1, 200].Sample(times =>
        {
            var (one, other, both, together) = (new DecayingHistogram(), new DecayingHistogram(), new DecayingHistogram(), new DecayingHistogram());
            foreach (var (time, at, isFirst) in times.OrderBy(t => t.Item2))
            {
                (isFirst ? one : other).Add(time, at);
                both.Add(time, at);
            }

            together.Add(one);
            together.Add(other);
            return new[] { 0.5, 0.95 }.All(share => Math.Abs(Math.Log(together.Quantile(share)!.Value / both.Quantile(share)!.Value)) < 0.02);
        });
}
