using Parley.Gateway.Pipeline.Admission;

namespace Parley.Gateway.Tests.Pipeline.Admission;

/// <summary>The laws of the bucket, over many random histories; no clock runs.</summary>
public sealed class TokenBucketTests
{
    private const long Minute = TimeSpan.TicksPerMinute;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory, MemberData(nameof(Seeds))]
    public void In_no_window_is_more_admitted_than_the_bucket_and_what_flowed_in(int seed)
    {
        var random = new Random(seed);
        var capacity = RandomCapacity(random);
        var (bucket, now) = (TokenBucket.Full(capacity, 0), 0L);
        List<(long At, long Units)> admitted = [];
        for (var i = 0; i < 400; i++)
        {
            now += random.NextInt64(0, random.Next(3) switch { 0 => 1, 1 => Math.Max(2, Minute / capacity), _ => Minute / 4 });
            var units = random.NextInt64(1, Math.Max(2, capacity / 3));
            bucket = bucket.Refilled(now);
            if (bucket.WaitFor(units) > 0) continue;
            bucket = bucket.Take(units);
            admitted.Add((now, units));
        }

        Assert.NotEmpty(admitted);
        for (var from = 0; from < admitted.Count; from++)
        {
            var sum = 0L;
            for (var until = from; until < admitted.Count; until++)
            {
                sum += admitted[until].Units;
                // sum <= N + N * t / minute, without a division
                Assert.True((Int128)sum * Minute <= (Int128)capacity * (Minute + admitted[until].At - admitted[from].At), $"{sum} of {capacity} a minute in {admitted[until].At - admitted[from].At} ticks");
            }
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Whoever_waits_as_long_as_told_is_admitted_and_not_a_tick_earlier(int seed)
    {
        var random = new Random(seed);
        var capacity = RandomCapacity(random);
        var (bucket, now) = (TokenBucket.Full(capacity, 0), 0L);
        var waits = 0;
        for (var i = 0; i < 300; i++)
        {
            now += random.NextInt64(0, Minute / 20);
            var units = random.NextInt64(1, 2 * capacity + 1); // more than fits: then a full bucket is enough
            bucket = bucket.Refilled(now);
            if (bucket.WaitFor(units) is > 0 and var wait)
            {
                waits++;
                Assert.Equal(1, bucket.Refilled(now + wait - 1).WaitFor(units));
                now += wait;
                bucket = bucket.Refilled(now);
            }

            Assert.Equal(0, bucket.WaitFor(units));
            bucket = bucket.Take(units); // into debt, sometimes
        }

        Assert.True(waits > 10);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void It_does_not_matter_how_often_somebody_looks(int seed)
    {
        var random = new Random(seed);
        var capacity = RandomCapacity(random);
        var once = TokenBucket.Full(capacity, 0).Take(random.NextInt64(1, 3 * capacity));
        var often = once;
        var end = random.NextInt64(1, 4 * Minute);
        for (var now = 0L; now < end; now += random.NextInt64(1, Minute / 10)) often = often.Refilled(now);
        Assert.Equal(once.Refilled(end), often.Refilled(end));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void What_is_given_back_was_never_taken(int seed)
    {
        var random = new Random(seed);
        var capacity = RandomCapacity(random);
        var bucket = TokenBucket.Full(capacity, 0).Take(random.NextInt64(0, 2 * capacity));
        var units = random.NextInt64(1, capacity + 1);
        var later = random.NextInt64(0, 3 * Minute);
        Assert.Equal(bucket.Refilled(later), bucket.Take(units).Refilled(later / 2).Take(-units).Refilled(later) with { At = later });
    }

    [Fact]
    public void Debt_is_worked_off_at_the_limit()
    {
        var bucket = TokenBucket.Full(60, 0).Take(180);
        Assert.Equal((0L, 2 * Minute + Minute / 60), (bucket.Left, bucket.WaitFor(1)));
        Assert.Equal(3 * Minute, bucket.UntilFull);
        Assert.Equal(0, bucket.Refilled(2 * Minute).Left);
        Assert.Equal(60, bucket.Refilled(3 * Minute).Left);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(TokenBucket.Most)]
    public void A_full_bucket_holds_exactly_its_capacity(long capacity)
    {
        var bucket = TokenBucket.Full(capacity, 5).Take(capacity - 1);
        Assert.Equal((1L, 0L), (bucket.Left, bucket.WaitFor(1)));
        bucket = bucket.Take(1);
        Assert.Equal(0, bucket.Left);
        Assert.Equal((Minute + capacity - 1) / capacity, bucket.WaitFor(1));
    }

    [Fact]
    public void Another_limit_leaves_the_time_until_it_is_full()
    {
        var half = TokenBucket.Full(60, 0).Take(30);
        Assert.Equal((300L, Minute / 2), (half.Resized(600).Left, half.Resized(600).UntilFull));
        Assert.Equal((5L, Minute / 2), (half.Resized(10).Left, half.Resized(10).UntilFull));
        Assert.True(TokenBucket.Full(60, 0).Resized(7).IsFull);
    }

    [Fact]
    public void Nothing_overflows()
    {
        var bucket = TokenBucket.Full(TokenBucket.Most, 0);
        for (var i = 0; i < 100; i++) bucket = bucket.Take(long.MaxValue);
        Assert.Equal(0, bucket.Left);
        Assert.True(bucket.WaitFor(long.MaxValue) > 0);
        Assert.True(bucket.Resized(1).UntilFull > 0);
        Assert.True(bucket.Resized(1).Resized(TokenBucket.Most).UntilFull > 0);
        Assert.True(bucket.Refilled(long.MaxValue / 2).IsFull);
    }

    private static long RandomCapacity(Random random) => random.Next(3) switch { 0 => random.Next(1, 10), 1 => random.Next(10, 5000), _ => random.NextInt64(5000, 10_000_000) };
}
