using Parley.Billing.Metering;
using Parley.Billing.Model;
using Parley.Gateway.Ports;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Billing;

public sealed class LedgerTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task A_settled_call_is_one_row_with_everything_in_it(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var rig = await LedgerRig.StartAsync(database);
        var intent = LedgerRig.Intent() with { Stream = true };
        var entry = rig.Ledger.Open(intent);
        await entry.WhenDurableAsync(default);
        await entry.SettleAsync(LedgerRig.Settlement());

        var row = Assert.Single(await rig.RowsAsync());
        Assert.Equal((intent.RequestId, intent.At, "key1", "user1", "team=a"), (row.RequestId, row.At, row.KeyId, row.UserId, row.Tags));
        Assert.Equal(("chat", "chat", true, "gpt-x", "gpt-x-2026", "openai"), (row.Format, row.Operation, row.Stream, row.ModelAsked, row.Model, row.Provider));
        Assert.Equal(new long?[] { 1, 2, 3, 4, 7, 6, 8, 9 }, [row.Input, row.CacheRead, row.CacheWrite5m, row.CacheWrite1h, row.Output, row.Reasoning, row.InputAudio, row.OutputAudio]);
        Assert.Equal(new long?[] { 10, 11, 12, 13, 14 }, [row.InputImage, row.OutputImage, row.Images, row.AudioMilliseconds, row.Characters]);
        Assert.Equal(("reported", """{"total_tokens":40}""", "completed", 2, 200), (row.Source, row.RawUsage, row.Outcome, row.Attempts, row.Status));
        Assert.Equal((150L, 20_000L, 90_000L), (row.UpstreamStarted, row.FirstToken, row.Total));
        Assert.Equal(rig.Identity.Node, row.Node);
        Assert.Equal(0, await rig.JournalLengthAsync());
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Hostile_texts_are_kept_as_far_as_the_database_can(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var rig = await LedgerRig.StartAsync(database);
        var entry = rig.Ledger.Open(LedgerRig.Intent() with { ModelAsked = "a\0b\uD83D\"\n" + new string('x', 100_000), Tags = "\0", KeyId = null });
        await entry.SettleAsync(LedgerRig.Settlement() with { RawUsage = new byte[] { 0xFF, 0, 1 }, Model = null, Usage = null, Error = "e\0" });
        var row = Assert.Single(await rig.RowsAsync());
        Assert.StartsWith("a\uFFFDb\uFFFD\"\nxxx", row.ModelAsked, StringComparison.Ordinal);
        Assert.Equal((256, "\uFFFD", "e\uFFFD"), (row.ModelAsked.Length, row.Tags, row.Error));
        Assert.Null(row.Source);
        Assert.Null(row.RawUsage);
        Assert.Null(row.Input);
    }

    [Fact]
    public async Task An_instant_answer_costs_one_record()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = LedgerRig.Create(database);
        var entry = rig.Ledger.Open(LedgerRig.Intent());
        var settled = entry.SettleAsync(LedgerRig.Settlement());
        var durable = entry.WhenDurableAsync(default);
        Assert.False(settled.IsCompleted || durable.IsCompleted);
        await rig.StartKeeperAsync();
        await settled;
        await durable;
        Assert.Equal([1], rig.Journal.Commits);
    }

    [Fact]
    public async Task The_intent_of_a_stream_does_not_linger()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = LedgerRig.Create(database);
        rig.Ledger.Open(LedgerRig.Intent() with { Stream = true });
        Assert.True(rig.Queue.TryLead(10, asKeeper: true));
        Assert.Single(rig.Queue.Batch);
        rig.Queue.Suspend();
        await rig.StartKeeperAsync();
    }

    [Fact]
    public async Task An_intent_that_nobody_waits_for_is_written_after_its_linger()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = await LedgerRig.StartAsync(database);
        var entry = rig.Ledger.Open(LedgerRig.Intent());
        await UntilAsync(() => rig.Journal.Commits.Count == 1);
        var row = Assert.Single(await rig.RowsAsync());
        Assert.Null(row.Outcome);
        await entry.SettleAsync(LedgerRig.Settlement());
        Assert.Equal("completed", Assert.Single(await rig.RowsAsync()).Outcome);
        Assert.Equal([1, 1], rig.Journal.Commits);
    }

    [Fact]
    public async Task A_lone_request_is_committed_by_its_own_thread()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = await LedgerRig.StartAsync(database);
        await rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement());
        await Task.Yield(); // away from the thread that let this one go
        var thread = 0;
        rig.Journal.BeforeAppend = () => thread = Environment.CurrentManagedThreadId;
        var settled = rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement());
        Assert.True(settled.IsCompletedSuccessfully);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        await settled;
    }

    [Fact]
    public async Task A_thread_that_lets_others_go_does_not_commit_before_they_are_gone()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = await LedgerRig.StartAsync(database);
        using var gate = new SemaphoreSlim(0);
        rig.Journal.BeforeAppend = gate.Wait;
        var leader = Task.Run(() => rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement()).AsTask());
        await UntilAsync(() => rig.Journal.IsAppending);
        // Two waiters on one thread: the first one has another record to write as soon as it goes on.
        var first = rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement()).GoOn(() => rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement()));
        var second = rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement()).AsTask();
        gate.Release(2);
        await leader;
        await second;
        Assert.False(first.IsCompleted);
        gate.Release(100);
        await first;
        Assert.Equal(4, (await rig.RowsAsync()).Count);
    }

    [Fact]
    public async Task Intents_are_written_although_commits_never_cease()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = await LedgerRig.StartAsync(database);
        rig.Journal.BeforeAppend = () => Thread.SpinWait(20_000);
        using var end = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested) await rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement());
        })).ToList();
        var slow = rig.Ledger.Open(LedgerRig.Intent());
        await UntilAsync(() => ((LedgerEntry)slow).IntentStage == RecordStage.Durable);
        await end.CancelAsync();
        await Task.WhenAll(callers);
    }

    [Fact]
    public async Task While_one_commit_runs_the_next_batch_collects()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = await LedgerRig.StartAsync(database);
        using var gate = new SemaphoreSlim(0);
        rig.Journal.BeforeAppend = gate.Wait;
        var first = Task.Run(() => rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement()).AsTask());
        await UntilAsync(() => rig.Journal.IsAppending);
        var others = Enumerable.Range(0, 100).Select(_ => rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement()).AsTask()).ToList();
        await Task.Delay(50);
        Assert.All(others, task => Assert.False(task.IsCompleted));
        gate.Release(2);
        await first;
        await Task.WhenAll(others);
        Assert.Equal([1, 100], rig.Journal.Commits);
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Many_callers_get_one_row_each_in_the_order_of_their_commits(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var rig = await LedgerRig.StartAsync(database, ("BacklogBound", "50"));
        await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                var entry = rig.Ledger.Open(LedgerRig.Intent($"{caller:D2}-{i:D3}"));
                if ((caller + i) % 2 == 0) await entry.WhenDurableAsync(default);
                await entry.SettleAsync(LedgerRig.Settlement(output: i));
            }
        })));
        var rows = await rig.RowsAsync();
        Assert.Equal(1600, rows.Count);
        Assert.All(rows, row => Assert.Equal(("completed", long.Parse(row.RequestId[3..])), (row.Outcome, row.Output)));
        foreach (var caller in rows.GroupBy(row => row.RequestId[..2]))
            Assert.Equal(caller.Select(row => row.RequestId).Order(StringComparer.Ordinal), caller.Select(row => row.RequestId));
    }

    [Fact]
    public async Task The_metrics_show_what_waits_for_the_usage_table_and_what_came_there()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = await LedgerRig.StartAsync(database);
        Assert.Equal((0, 0), rig.Figures());
        long waiting = 0;
        var calls = 0;
        for (; waiting == 0 && calls < 50; calls++)
        {
            await rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement());
            waiting = rig.Figures().Backlog; // it is moved when it was quiet for a quarter of a second
        }

        Assert.True(waiting > 0);
        Assert.Equal(calls, (await rig.RowsAsync()).Count);
        var (backlog, projected) = rig.Figures();
        Assert.Equal(0, backlog);
        Assert.True(projected >= calls);
    }

    [Fact]
    public async Task A_call_is_settled_once()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = await LedgerRig.StartAsync(database);
        var entry = rig.Ledger.Open(LedgerRig.Intent());
        await entry.SettleAsync(LedgerRig.Settlement());
        await Assert.ThrowsAsync<InvalidOperationException>(() => entry.SettleAsync(LedgerRig.Settlement()).AsTask());
    }

    [Fact]
    public async Task A_caller_that_stops_waiting_is_booked_all_the_same()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = await LedgerRig.StartAsync(database);
        using var gate = new SemaphoreSlim(0);
        rig.Journal.BeforeAppend = gate.Wait;
        var another = Task.Run(() => rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement()).AsTask());
        await UntilAsync(() => rig.Journal.IsAppending);
        using var gone = new CancellationTokenSource();
        var entry = rig.Ledger.Open(LedgerRig.Intent());
        var durable = entry.WhenDurableAsync(gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => durable.AsTask());
        var settled = entry.SettleAsync(LedgerRig.Settlement(CallOutcome.Cancelled));
        gate.Release(100);
        await settled;
        await another;
        Assert.Equal(["cancelled", "completed"], (await rig.RowsAsync()).Select(row => row.Outcome).Order());
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task A_graceful_stop_leaves_an_empty_queue_and_an_empty_journal(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var rig = await LedgerRig.StartAsync(database);
        var open = rig.Ledger.Open(LedgerRig.Intent());
        for (var i = 0; i < 300; i++) _ = rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement()).AsTask();
        await rig.StopAsync();
        Assert.Equal((0, 0), (rig.Queue.Length, await rig.JournalLengthAsync()));
        Assert.Equal(300, (await rig.StoredRowsAsync()).Count(row => row.Outcome == Outcomes.Completed));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => rig.Ledger.Open(LedgerRig.Intent()).WhenDurableAsync(default).AsTask());
        await open.WhenDurableAsync(default);
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task The_next_start_books_open_calls_of_a_dead_process_as_indeterminate(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        string lost;
        await using (var rig = await LedgerRig.StartAsync(database))
        {
            var intent = LedgerRig.Intent();
            lost = intent.RequestId;
            await rig.Ledger.Open(intent).WhenDurableAsync(default);
            await rig.Ledger.Open(LedgerRig.Intent()).SettleAsync(LedgerRig.Settlement());
        }

        await using var next = await LedgerRig.StartAsync(database);
        var open = next.Ledger.Open(LedgerRig.Intent());
        await open.WhenDurableAsync(default);
        var rows = await next.RowsAsync();
        Assert.Equal(3, rows.Count);
        // Nobody knows which provider it had reached, so that it counts in no provider's statistics.
        Assert.Equal((Outcomes.Indeterminate, null, null), rows.Single(row => row.RequestId == lost) is var row ? (row.Outcome, row.Provider, row.Model) : default);
        Assert.Single(rows, row => row.Outcome is null);
    }

    [Fact]
    public async Task A_living_node_on_postgres_keeps_its_open_calls()
    {
        using var database = await TestDatabase.CreateAsync(postgres: true);
        await using var living = await LedgerRig.StartAsync(database);
        var entry = living.Ledger.Open(LedgerRig.Intent());
        await entry.WhenDurableAsync(default);
        await living.CatchUpAsync();
        await using (var other = await LedgerRig.StartAsync(database)) Assert.Null(Assert.Single(await other.RowsAsync()).Outcome);
        await entry.SettleAsync(LedgerRig.Settlement());
        Assert.Equal("completed", Assert.Single(await living.RowsAsync()).Outcome);
    }

    [Fact]
    public async Task Buffered_callers_do_not_wait_but_are_booked()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var rig = await LedgerRig.StartAsync(database, ("Durability", "Buffered"));
        using var gate = new SemaphoreSlim(0);
        rig.Journal.BeforeAppend = gate.Wait;
        var entry = rig.Ledger.Open(LedgerRig.Intent());
        await entry.WhenDurableAsync(default);
        await entry.SettleAsync(LedgerRig.Settlement());
        gate.Release(100);
        await rig.StopAsync();
        Assert.Equal("completed", Assert.Single(await rig.StoredRowsAsync()).Outcome);
    }

    internal static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++) await Task.Delay(10);
        Assert.True(condition());
    }
}

file static class Continuing
{
    /// <summary>Goes on where the first one is completed.</summary>
    public static async Task GoOn(this ValueTask first, Func<ValueTask> next)
    {
        await first.ConfigureAwait(false);
        await next().ConfigureAwait(false);
    }
}
