using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Parley.Billing.Statistics;
using Parley.Tests.Infrastructure;
using Parley.Tests.Reliability;

namespace Parley.Tests.Billing.Statistics;

/// <summary>A month of a million calls is told in a second.</summary>
[Collection(Reliable.Name), Trait("Pace", "slow")]
public sealed class LongWindowTests(ITestOutputHelper output)
{
    /// <summary>A week in CI; 30 days are a million calls.</summary>
    private static readonly int Days = Reliable.Times("PARLEY_STATISTICS_DAYS", 7), Calls = Days * 100_000 / 3;
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task A_long_time_is_read_from_its_rollups(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await SeedAsync(database);
        await using var rig = await LedgerRig.StartAsync(database);
        var statistics = rig.Get<UsageStatistics>();
        // Off the hours, so that both ends are read from records.
        var (since, until) = (Begin.AddMinutes(20), Begin.AddDays(Days).AddMinutes(-10));
        var (raw, unrolled) = await TimeAsync(() => statistics.ReadAsync(since, until, null, default));
        var (hours, rolling) = await TimeAsync(() => rig.Get<RollupJob>().RollAsync(default));
        var (rolled, first) = await TimeAsync(() => statistics.ReadAsync(since, until, null, default));
        var (_, second) = await TimeAsync(() => statistics.ReadAsync(since, until, null, default));
        output.WriteLine($"{(postgres ? "PostgreSQL" : "SQLite")}: {Calls} records, {hours} hours rolled up in {rolling.TotalSeconds:0.0} s; all from records {unrolled.TotalMilliseconds:0} ms, from roll-ups {first.TotalMilliseconds:0} ms, again {second.TotalMilliseconds:0} ms");
        Assert.Equal(Days * 24, hours);
        Assert.Equal(raw.Values.Sum(f => f.Requests), rolled.Values.Sum(f => f.Requests));
        Assert.Equal(raw.OrderBy(f => f.Key.ToString()).Select(f => (f.Key, f.Value.Tokens.Output, f.Value.Total.Percentile(0.99))), rolled.OrderBy(f => f.Key.ToString()).Select(f => (f.Key, f.Value.Tokens.Output, f.Value.Total.Percentile(0.99))));
        Assert.True(second < TimeSpan.FromSeconds(1.5 * Days / 30), $"{second.TotalMilliseconds:0} ms");
    }

    private static async Task SeedAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(2));
        // Twelve models of four providers, calls at even distances, durations that differ.
        var step = TimeSpan.FromDays(Days).Ticks / Calls;
        if (database.Options.IsPostgres)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO usage_events (request_id, at, format, operation, stream, model_asked, node, provider, model, input, output, source, first_token_us, total_us, attempts, outcome, status)
                SELECT 'r' || n, timestamptz '2026-03-01T00:00:00Z' + make_interval(secs => n * {TimeSpan.FromTicks(step).TotalSeconds}::float8), 'chat', 'chat', true, 'x', 'n', 'p' || n % 4, 'm' || n % 12,
                       n % 4000, n % 900, 'reported', 100000 + n * 7919 % 400000, 600000 + n * 104729 % 9000000, 1, CASE WHEN n % 50 = 0 THEN 'failed' ELSE 'completed' END, 200
                FROM generate_series(0::bigint, {Calls - 1L}) AS n
                """);
            await db.Database.ExecuteSqlAsync($"ANALYZE usage_events");
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {Calls - 1})
            INSERT INTO usage_events (sequence, request_id, at, format, operation, stream, model_asked, node, provider, model, input, output, source, first_token_us, total_us, attempts, outcome, status)
            SELECT n + 1, 'r' || n, {Begin.UtcTicks} + n * {step}, 'chat', 'chat', 1, 'x', 'n', 'p' || n % 4, 'm' || n % 12,
                   n % 4000, n % 900, 'reported', 100000 + n * 7919 % 400000, 600000 + n * 104729 % 9000000, 1, CASE WHEN n % 50 = 0 THEN 'failed' ELSE 'completed' END, 200
            FROM numbers
            """);
    }

    private static async Task<(T Result, TimeSpan Took)> TimeAsync<T>(Func<Task<T>> work)
    {
        var watch = Stopwatch.StartNew();
        return (await work(), watch.Elapsed);
    }
}
