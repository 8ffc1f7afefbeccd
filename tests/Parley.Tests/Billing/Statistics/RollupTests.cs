using System.Text.Json;
using CsCheck;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Billing.Metering.Journal;
using Parley.Billing.Metering.Projection;
using Parley.Billing.Model;
using Parley.Billing.Statistics;
using Parley.Billing.Statistics.Endpoints;
using Parley.Billing.Statistics.Model;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Tests.Infrastructure;
using SQLitePCL;

namespace Parley.Tests.Billing.Statistics;

/// <summary>The law of roll-ups: what they add up to is what the records add up to, whatever is rolled up and whatever comes late.</summary>
public sealed class RollupTests
{
    private const string Node = "00000000000000cc";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<UsageEvent> Records =
        from second in Gen.Int[0, 5 * 3600]
        from provider in Any("acme", "other", null)
        from model in Any("m-1", "m-2")
        from outcome in Any("completed", "completed", "completed", "completed", "completed", "failed", "failed", "cancelled", "indeterminate", null)
        from error in Any("rate_limited", "upstream_failed", null)
        from operation in Any("chat", "chat", "count_tokens")
        from stream in Gen.Bool
        from cached in Any(true, false, false, false)
        from times in Gen.Select(Gen.Long[0, 5_000_000], Gen.Long[0, 60_000_000])
        from tokens in Gen.Long[0, 2000].Array[4]
        select new UsageEvent
        {
            RequestId = "", At = Noon.AddSeconds(second), Format = "chat", Operation = operation!, Stream = stream, ModelAsked = "x", Node = Node, Provider = provider, Model = provider is null ? null : model,
            Outcome = outcome, Error = outcome is "failed" ? error : null, IsCached = cached ? true : null, Attempts = outcome is null ? null : 1 + (second % 3),
            FirstToken = outcome is "completed" ? times.Item1 : null, Total = outcome is null ? null : times.Item1 + times.Item2,
            Input = tokens[0], CacheRead = tokens[1], Output = tokens[2], Reasoning = tokens[3], Source = "reported",
        };

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task Figures_of_rolled_hours_are_those_of_their_records_also_when_some_come_late(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var rig = await StartAsync(database);
        using var journal = OwnJournal(database);
        using var store = Store(database, journal);
        var round = 0;
        await Gen.Select(Records.List[1, 120], Records.List[0, 20], Gen.Int[0, 5 * 3600], Gen.Int[1, 5 * 3600], Gen.Bool).SampleAsync(async (early, late, start, length, some) =>
        {
            await ClearAsync(database);
            Project(store, Named(early, ref round));
            var rolled = await RollAsync(rig, some ? 2 : int.MaxValue);
            Project(store, Named(late, ref round));
            var marked = await MarkedAsync(database);
            if (late.Any(l => marked.Contains(Hours.Of(l.At)))) return false; // a late record removes the mark of its hour
            var (since, until) = (Noon.AddSeconds(start), Noon.AddSeconds(start + length));
            foreach (var provider in new[] { null, "acme" })
            {
                var expected = new FigureTable();
                foreach (var row in early.Concat(late).Where(r => r.At >= since && r.At < until && r.Outcome is not null && (provider is null || r.Provider == provider)).AsQueryable().Select(FigureRow.Of)) expected.Add(row);
                var mixed = await rig.Get<UsageStatistics>().ReadAsync(since, until, provider, default);
                if (Text(expected) != Text(mixed)) return false;
                await RollAsync(rig, int.MaxValue);
                if (Text(expected) != Text(await rig.Get<UsageStatistics>().ReadAsync(since, until, provider, default))) return false;
            }

            return rolled > 0;
        }, iter: 25, threads: 1);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task Nodes_that_roll_up_while_records_come_lose_none(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var rig = await StartAsync(database);
        using var journal = OwnJournal(database);
        using var store = Store(database, journal);
        var table = rig.Get<RollupTable>();
        var hour = Hours.Of(Noon);
        using var end = new CancellationTokenSource();
        var rolling = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested) await table.RollAsync(hour, default);
        })).ToList();
        try
        {
            for (var i = 0; i < 150; i++) Project(store, [Event($"r{i:D4}", Noon.AddSeconds(i % 10))]);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(rolling);
        }

        for (var tries = 0; !(await MarkedAsync(database)).Contains(hour); tries++)
        {
            Assert.True(tries < 5);
            await ForgetClaimsAsync(database);
            await table.RollAsync(hour, default);
        }

        var figures = await rig.Get<UsageStatistics>().ReadAsync(Noon, Noon.AddHours(1), null, default);
        Assert.Equal(150, Assert.Single(figures).Value.Requests);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task Requests_that_are_given_up_or_end_late_make_their_hour_be_read_again(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var rig = await StartAsync(database);
        using var journal = OwnJournal(database);
        using var store = Store(database, journal);
        Project(store, [Event("done", Noon), Event("late", Noon.AddMinutes(1), outcome: null), Event("lost", Noon.AddHours(3), outcome: null)]);
        await rig.Get<RollupJob>().RollAsync(default);
        Assert.Equal(1, await CountAsync());

        Project(store, [Event("late", Noon.AddMinutes(1))]);
        Assert.Equal(2, await CountAsync());
        Assert.Equal(1, store.GiveUpOpenRows(Node));
        Assert.Equal(3, await CountAsync());
        Assert.True(await rig.Get<RollupJob>().RollAsync(default) >= 2);
        Assert.Equal(3, await CountAsync());
        Assert.Equal(0, await rig.Get<RollupJob>().RollAsync(default));

        async Task<long> CountAsync() => (await rig.Get<UsageStatistics>().ReadAsync(Noon, Noon.AddHours(4), null, default)).Values.Sum(f => f.Requests);
    }

    /// <summary>A ledger that has had its first look: what stands in the table later is not taken for what a dead process left.</summary>
    private static async Task<LedgerRig> StartAsync(TestDatabase database)
    {
        var rig = await LedgerRig.StartAsync(database);
        await rig.CatchUpAsync();
        return rig;
    }

    private static IUsageStore Store(TestDatabase database, FileJournal journal)
    {
        IUsageStore store = database.Options.IsPostgres ? new PostgresUsageStore(database.Options.Database, Node) : new SqliteUsageStore(database.Options.SqliteConnectionString, Node, journal);
        store.Connect();
        return store;
    }

    /// <summary>Tried again as the ledger's keeper does, when SQLite has another writer for longer than the store waits.</summary>
    private static void Project(IUsageStore store, IReadOnlyCollection<UsageEvent> rows)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                store.Connect();
                store.Project(rows, []);
                return;
            }
            catch (SqliteException problem) when (problem.SqliteErrorCode == raw.SQLITE_BUSY && tries < 60)
            {
                store.Disconnect();
            }
        }
    }

    /// <summary>The store that a test writes by is not the ledger's, and keeps out of its folder.</summary>
    private static FileJournal OwnJournal(TestDatabase database) => new(Path.Combine(database.Options.DataFolder, "other.usage"), Node, NullLogger<FileJournal>.Instance);

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static async Task<int> RollAsync(LedgerRig rig, int most)
    {
        var table = rig.Get<RollupTable>();
        var rolled = 0;
        foreach (var hour in (await table.FindDueAsync(default)).Take(most))
            if (await table.RollAsync(hour, default)) rolled++;
        return rolled;
    }

    private static List<UsageEvent> Named(List<UsageEvent> records, ref int round)
    {
        var prefix = $"{++round:D6}-";
        return [.. records.Select((r, i) => Copy(r, $"{prefix}{i}"))];
    }

    private static UsageEvent Event(string id, DateTimeOffset at, string? outcome = "completed") => new()
    {
        RequestId = id, At = at, Format = "chat", Operation = "chat", ModelAsked = "x", Node = Node, Provider = "acme", Model = "m", Outcome = outcome, Total = outcome is null ? null : 1000,
    };

    private static UsageEvent Copy(UsageEvent r, string id) => new()
    {
        RequestId = id, At = r.At, Format = r.Format, Operation = r.Operation, Stream = r.Stream, ModelAsked = r.ModelAsked, Node = r.Node, Provider = r.Provider, Model = r.Model, Outcome = r.Outcome,
        Error = r.Error, IsCached = r.IsCached, Attempts = r.Attempts, FirstToken = r.FirstToken, Total = r.Total, Input = r.Input, CacheRead = r.CacheRead, Output = r.Output, Reasoning = r.Reasoning, Source = r.Source,
    };

    private static string Text(FigureTable figures)
    {
        var window = new StatisticsWindow(Noon, Noon.AddHours(1));
        // Calls that reached no provider are compared as they are, the others as they are shown.
        var nobody = figures.Where(f => f.Key.Provider.Length == 0).Select(f => $"{f.Key} {f.Value.Requests} {f.Value.Cached}").Order(StringComparer.Ordinal);
        return JsonSerializer.Serialize(RatedFigures.ByProvider(figures, RouteSnapshot.Empty).Select(p => new ProviderStatisticsView(p.Provider, window, p.Models))) + string.Join(' ', nobody);
    }

    private static async Task<HashSet<long>> MarkedAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return [.. await db.Set<RolledHour>().Where(h => h.IsDone).Select(h => h.Hour).ToListAsync()];
    }

    private static async Task ForgetClaimsAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        await db.Set<RolledHour>().Where(h => !h.IsDone).ExecuteDeleteAsync();
    }

    private static async Task ClearAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        await db.Set<UsageEvent>().ExecuteDeleteAsync();
        await db.Set<UsageRollup>().ExecuteDeleteAsync();
        await db.Set<RolledHour>().ExecuteDeleteAsync();
    }
}
