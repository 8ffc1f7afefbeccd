using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using Parley.Billing.Metering;
using Parley.Billing.Metering.Journal;
using Parley.Billing.Model;
using Parley.Gateway.Ports;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Billing;

public sealed class LedgerOutageTests
{
    private const string Dead = "00000000000000dd";

    [Fact]
    public async Task A_locked_journal_delays_but_loses_nothing()
    {
        using var database = await TestDatabase.CreateAsync(postgres: true);
        await using var rig = await LedgerRig.StartAsync(database, ("WriteTimeout", "00:00:01"));
        await rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement());
        await rig.CatchUpAsync();

        var running = rig.Ledger.Open(LedgerRig.Intent());
        await running.WhenDurableAsync(default);
        await using (var other = new NpgsqlConnection(database.Options.Database))
        {
            await other.OpenAsync();
            await using (var command = new NpgsqlCommand("BEGIN; LOCK TABLE usage_journal IN EXCLUSIVE MODE", other)) await command.ExecuteNonQueryAsync();

            // Somebody has to lead, and waits with the lock; whoever comes meanwhile is sent away in time.
            var leading = Task.Run(() => rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement()).AsTask());
            await LedgerTests.UntilAsync(() => rig.Journal.IsAppending);
            var waiting = rig.Ledger.Open(LedgerRig.Intent()).WhenDurableAsync(default);
            var message = (await Assert.ThrowsAsync<LedgerUnavailableException>(() => running.SettleAsync(LedgerRig.Settlement()).AsTask())).Message;
            Assert.Contains("try again", message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => waiting.AsTask());
            _ = leading.ContinueWith(late => late.Exception, TaskScheduler.Default);

            Assert.True(rig.Ledger.IsAway);
            var watch = Stopwatch.StartNew();
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => rig.Ledger.Open(LedgerRig.Intent()).WhenDurableAsync(default).AsTask());
            Assert.True(watch.ElapsedMilliseconds < 800, "Once the ledger is known to be away, calls are refused at once.");
        }

        await LedgerTests.UntilAsync(() => rig.Queue.Length == 0);
        Assert.False(rig.Ledger.IsAway);
        await rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement());
        var rows = await rig.RowsAsync();
        Assert.Equal(6, rows.Count);
        Assert.Equal(4, rows.Count(row => row.Outcome == "completed"));
    }

    [Fact]
    public async Task A_locked_sqlite_file_holds_up_reading_but_no_settlement()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = await LedgerRig.StartAsync(database, ("WriteTimeout", "00:00:01"));
        await rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement());
        await rig.CatchUpAsync();
        await using (var other = new SqliteConnection(database.Options.SqliteConnectionString + ";Pooling=False"))
        {
            await other.OpenAsync();
            await using (var command = other.CreateCommand())
            {
                command.CommandText = "BEGIN EXCLUSIVE";
                await command.ExecuteNonQueryAsync();
            }

            for (var i = 0; i < 10; i++) await rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement());
            await Assert.ThrowsAsync<LedgerUnavailableException>(rig.CatchUpAsync);
        }

        Assert.Equal(11, (await rig.RowsAsync()).Count(row => row.Outcome == "completed"));
    }

    [Fact]
    public async Task Postgres_restarted_in_the_middle_loses_and_doubles_nothing()
    {
        await using var server = await PostgresServer.StartAsync();
        using var database = await TestDatabase.CreateAsync(await server.CreateDatabaseAsync());
        await using var rig = await LedgerRig.StartAsync(database, ("WriteTimeout", "00:00:30"));
        var acknowledged = new List<string>();
        using var end = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                var intent = LedgerRig.Intent();
                var entry = rig.Ledger.Open(intent);
                await entry.WhenDurableAsync(default);
                await entry.SettleAsync(LedgerRig.Settlement());
                lock (acknowledged) acknowledged.Add(intent.RequestId);
            }
        })).ToList();
        for (var i = 0; i < 3; i++)
        {
            await Task.Delay(300);
            await server.StopServerAsync();
            await Task.Delay(200);
            await server.StartServerAsync();
        }

        await Task.Delay(1500);
        await end.CancelAsync();
        await Task.WhenAll(callers);
        await using (var stale = new NpgsqlConnection(database.Options.Database)) NpgsqlConnection.ClearPool(stale);
        var rows = await rig.RowsAsync();
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), rows.Select(row => row.RequestId).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal("completed", row.Outcome));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task A_commit_of_unknown_outcome_is_not_booked_twice(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var rig = await LedgerRig.StartAsync(database);
        var failures = 3;
        rig.Journal.AfterAppend = () =>
        {
            if (failures-- > 0) throw new IOException("The connection was lost while the commit was under way.");
        };
        await rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement());
        Assert.Equal(4, rig.Journal.Commits.Count);
        Assert.Equal("completed", Assert.Single(await rig.RowsAsync()).Outcome);
        // Records that stood there twice hide none that come later.
        await rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement());
        Assert.Equal(2, (await rig.RowsAsync()).Count);
        Assert.Equal(0, rig.Figures().Backlog);
        Assert.Equal(0, await rig.JournalLengthAsync());
    }

    [Fact]
    public async Task A_full_queue_refuses_new_calls_but_keeps_the_old_ones()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = await LedgerRig.StartAsync(database, ("QueueBound", "100"));
        var running = rig.Ledger.Open(LedgerRig.Intent());
        await running.WhenDurableAsync(default);
        using var gate = new SemaphoreSlim(0);
        rig.Journal.BeforeAppend = gate.Wait;
        var held = Enumerable.Range(0, 100).Select(_ => rig.Ledger.Open(LedgerRig.Intent())).ToList();
        await LedgerTests.UntilAsync(() => rig.Journal.IsAppending); // those that lingered long enough
        Assert.True(rig.Ledger.IsAway);
        var refused = rig.Ledger.Open(LedgerRig.Intent());
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => refused.WhenDurableAsync(default).AsTask());
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => refused.SettleAsync(LedgerRig.Settlement()).AsTask());
        var settled = held.Append(running).Select(entry => entry.SettleAsync(LedgerRig.Settlement()).AsTask()).ToList();
        gate.Release(1000);
        await Task.WhenAll(settled);
        Assert.Equal(101, (await rig.RowsAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task A_batch_that_cannot_be_read_is_kept_and_holds_up_nothing(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        using (IJournal journal = postgres ? new PostgresJournal(database.Options.Database, Dead) : database.FileJournal(Dead))
        {
            journal.Connect();
            journal.Append([1, 2, 3]);
        }

        await using var rig = await LedgerRig.StartAsync(database);
        await rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement());
        Assert.Single(await rig.RowsAsync());
        Assert.Equal(1, await rig.JournalLengthAsync());
    }

    [Fact]
    public async Task Batches_in_the_table_that_was_the_journal_before_are_taken_over()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var old = LedgerRig.Intent();
        var codec = new JournalCodec();
        await using (var db = database.CreateDbContext())
        {
            var batch = codec.Write([new LedgerItem(new LedgerEntry(null!, old, 0), LedgerRig.Settlement())]).ToArray();
            db.AddRange(new JournalBatch { Sequence = 5, Node = Dead, Records = batch }, new JournalBatch { Sequence = 6, Node = Dead, Records = [1, 2, 3] });
            await db.SaveChangesAsync();
        }

        await using (var rig = await LedgerRig.StartAsync(database)) Assert.Equal(old.RequestId, Assert.Single(await rig.RowsAsync()).RequestId);
        await using var after = database.CreateDbContext();
        Assert.Equal(6, Assert.Single(after.Set<JournalBatch>()).Sequence);
    }
}
