using Parley.Gateway.Routing.Health;
using Parley.Providers.Health;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Health;

public sealed class HealthHistoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task Minutes_of_several_nodes_are_stored_once_and_read_as_one(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        var clock = new SetClock(Noon);
        var (one, two) = (new HealthMinutes(clock), new HealthMinutes(clock));
        var (first, second) = (new HealthHistory(database, database.Commands, one, clock), new HealthHistory(database, database.Commands, two, clock));
        one.Observe("acme", View(HealthState.Healthy));
        one.Observe("acme", Probe(10));
        one.Observe("acme", Probe(20));
        two.Observe("acme", View(HealthState.Down));
        two.Observe("acme", View(HealthState.Healthy, firstToken: 300));
        two.Observe("acme", Probe(null));
        two.Observe("acme", Probe(40));
        two.Observe("other", Probe(5));

        // Before it is stored a node knows its own part, the minute under way too.
        Assert.Equal((2, HealthState.Healthy), Assert.Single(await first.ReadAsync("acme", Noon, Noon.AddHours(1), default)) is var own ? (own.Probes, own.State) : default);
        await first.StoreAsync(default);
        Assert.Empty(await second.ReadAsync("nobody", Noon, Noon.AddHours(1), default));

        clock.Now = Noon.AddMinutes(1);
        one.Observe("acme", View(HealthState.Degraded));
        foreach (var history in new[] { first, second, first, second }) await history.StoreAsync(default);
        foreach (var history in new[] { first, second })
        {
            var minute = (await history.ReadAsync("acme", Noon, Noon.AddMinutes(1), default)).Single();
            Assert.Equal((HealthMinutes.MinuteOf(Noon), HealthState.Down, 4, 1), (minute.Minute, minute.State, minute.Probes, minute.FailedProbes));
            Assert.Equal((20, 40, 300, 300), (minute.ProbeP50, minute.ProbeP95, minute.FirstTokenP50, minute.FirstTokenP95));
        }

        Assert.Equal([HealthState.Down, HealthState.Degraded], (await first.ReadAsync("acme", Noon.AddSeconds(30), Noon.AddHours(1), default)).Select(m => m.State));
        Assert.Single(await second.ReadAsync("acme", Noon.AddSeconds(30), Noon.AddHours(1), default)); // the other node's minute under way is its own

        clock.Now = Noon.AddDays(7).AddMinutes(1);
        await first.PruneAsync(default);
        Assert.Equal([HealthState.Degraded], (await first.ReadAsync("acme", Noon, Noon.AddHours(1), default)).Select(m => m.State));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task A_minute_keeps_why_it_was_so_its_breaker_and_the_latest_probe_and_nodes_agree_on_the_worst(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        var clock = new SetClock(Noon);
        var (one, two) = (new HealthMinutes(clock), new HealthMinutes(clock));
        var (first, second) = (new HealthHistory(database, database.Commands, one, clock), new HealthHistory(database, database.Commands, two, clock));
        Assert.Null(await first.LatestAsync("acme", default));
        one.Observe("acme", View(HealthState.Healthy) with { Reason = "It answers calls." });
        one.Observe("acme", Probe(10));
        clock.Now = Noon.AddSeconds(20);
        two.Observe("acme", View(HealthState.Down) with { Reason = new string('x', 1000), Breaker = "open" });
        two.Observe("acme", Probe(null));
        two.Observe("acme", View(HealthState.Healthy) with { Reason = "It answers probes.", Breaker = "open" });
        clock.Now = Noon.AddMinutes(1);
        await first.StoreAsync(default);
        await second.StoreAsync(default);
        var minute = (await first.LatestAsync("acme", default))!;
        Assert.Equal((HealthState.Down, "open", Noon.AddSeconds(20), "it did not answer in time"), (minute.State, minute.Breaker, minute.ProbedAt!.Value, minute.ProbeError));
        Assert.Equal(new string('x', 297) + "...", minute.Reason);

        // A minute without a probe knows of the one before.
        one.Observe("acme", View(HealthState.Healthy) with { Reason = "It answers probes." });
        clock.Now = Noon.AddMinutes(2);
        await first.StoreAsync(default);
        minute = (await first.LatestAsync("acme", default))!;
        Assert.Equal((HealthState.Healthy, "It answers probes.", "closed", Noon, null, 0), (minute.State, minute.Reason, minute.Breaker, minute.ProbedAt!.Value, minute.ProbeError, minute.Probes));
    }

    [Fact]
    public async Task While_the_database_is_away_the_last_hour_is_kept()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var clock = new SetClock(Noon);
        var minutes = new HealthMinutes(clock);
        for (var i = 0; i < 100; i++, clock.Now = Noon.AddMinutes(i)) minutes.Observe("acme", Probe(i));
        Assert.Equal(60, minutes.Finished().Count);
        await new HealthHistory(database, database.Commands, minutes, clock).StoreAsync(default);
        Assert.Empty(minutes.Finished());
        Assert.Equal(60, (await new HealthHistory(database, database.Commands, new HealthMinutes(clock), clock).ReadAsync("acme", Noon, Noon.AddHours(5), default)).Count);
    }

    private static ProbeResult Probe(int? ms) => new(TimeSpan.FromMilliseconds(ms ?? 0), ms is null ? "it did not answer in time" : null, ms is null ? null : 200, null);

    private static UpstreamHealthView View(HealthState state, int? firstToken = null) => new(state, "so it is", "closed", Noon)
    {
        FirstTokenP50 = firstToken is { } ms ? TimeSpan.FromMilliseconds(ms) : null, FirstTokenP95 = firstToken is { } slow ? TimeSpan.FromMilliseconds(slow) : null,
    };

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
