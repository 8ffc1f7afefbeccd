using System.Collections.Frozen;
using Parley.Gateway.Ports;
using Parley.Providers.ResponseCache;

namespace Parley.Tests.Providers.ResponseCache;

public sealed class HitCountsTests
{
    [Fact]
    public void The_last_hour_forgets_and_the_sum_does_not()
    {
        var clock = new Clock();
        var counts = new HitCounts(clock);
        var (one, other) = (Owner("one"), Owner("other"));
        counts.Add(one, isHit: true);
        counts.Add(one, isHit: false);
        clock.Now += TimeSpan.FromMinutes(59);
        counts.Add(one, isHit: true);
        counts.Add(other, isHit: false);
        Assert.Equal((new HitFigures(2, 1), new HitFigures(2, 1)), counts.Read(one));
        clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal((new HitFigures(2, 1), new HitFigures(1, 0)), counts.Read(one));
        Assert.Equal((new HitFigures(2, 2), new HitFigures(1, 1)), counts.Read(null));
        clock.Now += TimeSpan.FromHours(5);
        counts.Add(one, isHit: false);
        Assert.Equal((new HitFigures(2, 2), new HitFigures(0, 1)), counts.Read(one));
        Assert.Equal(default, counts.Read(Owner("nobody")));
    }

    [Fact]
    public void The_rate_is_of_those_that_asked()
    {
        Assert.Null(new HitFigures(0, 0).HitRate);
        Assert.Equal(0.75, new HitFigures(3, 1).HitRate);
    }

    private static CacheOwner Owner(string key) => CacheOwner.Of(new Caller(key, null, "n", FrozenSet<string>.Empty))!.Value;

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 31, 12, 0, 30, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
