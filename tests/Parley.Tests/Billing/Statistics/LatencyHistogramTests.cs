using System.Text.Json;
using CsCheck;
using Parley.Billing.Statistics;

namespace Parley.Tests.Billing.Statistics;

public sealed class LatencyHistogramTests
{
    // From microseconds to hours, each order of magnitude as likely as the others.
    private static readonly Gen<long> Durations = Gen.Double[0, 34].Select(e => (long)Math.Pow(2, e));

    [Fact]
    public void A_percentile_is_within_two_in_a_hundred_of_the_nearest_rank() =>
        Gen.Select(Durations.List[1, 300], Gen.Double[0, 1]).Sample((durations, share) =>
        {
            var sorted = durations.Order().ToList();
            var exact = sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
            return Math.Abs(Of(durations).Percentile(share)!.Value - exact) <= exact * 0.016 + 0.5;
        });

    [Fact]
    public void Parts_add_up_to_the_whole_in_any_order() =>
        Gen.Select(Durations.List[0, 100], Durations.List[0, 100]).Sample((a, b) =>
        {
            var (sum, other) = (Of(a), Of(b));
            sum.Add(Of(b));
            other.Add(Of(a));
            return Text(sum) == Text(Of([.. a, .. b])) && Text(other) == Text(sum) && sum.Count == a.Count + b.Count;
        });

    [Fact]
    public void What_is_written_is_what_is_read() => Durations.List[0, 200].Sample(durations =>
    {
        var read = JsonSerializer.Deserialize<LatencyHistogram>(Text(Of(durations)))!;
        return read.Count == durations.Count && Text(read) == Text(Of(durations));
    });

    [Fact]
    public void Buckets_rise_with_the_duration_and_leave_no_gap()
    {
        var last = -1;
        for (var value = 0L; value < 5000; value++)
        {
            var bucket = LatencyHistogram.BucketOf(value);
            Assert.InRange(bucket, last, last + 1);
            last = bucket;
        }

        Assert.Equal(LatencyHistogram.BucketOf(long.MaxValue), LatencyHistogram.BucketOf(100_000_000_000_000));
        Assert.Equal(0, LatencyHistogram.BucketOf(-5));
    }

    [Fact]
    public void Without_durations_there_are_no_percentiles() => Assert.Null(new LatencyHistogram().Percentile(0.5));

    private static LatencyHistogram Of(IEnumerable<long> durations)
    {
        var histogram = new LatencyHistogram();
        foreach (var duration in durations) histogram.Add(duration);
        return histogram;
    }

    private static string Text(LatencyHistogram histogram) => JsonSerializer.Serialize(histogram);
}
