using System.Collections.Frozen;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Providers.ResponseCache;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.ResponseCache;

/// <summary>The table behind the cache, on both databases: owners apart, nothing behind a removal, bounded in age and size.</summary>
public sealed class CacheTableTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly CacheOwner One = Owner("one"), Other = Owner("other");

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task What_is_written_is_found_by_its_owner_and_key_alone(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        var table = new CacheTable(database, database.Commands, database.Options);
        await table.WriteAsync([Pending(One, 1, "m", "first"), Pending(One, 2, "m", "second")], Token);
        await table.WriteAsync([Pending(One, 1, "n", "newer")], Token);
        var found = await table.FindAsync(new CacheKey(One, 1, 1), Token);
        Assert.Equal(("n", Noon, Noon.AddHours(1), "newer"), (found!.Model, found.CreatedAt, found.ExpiresAt, Text(found)));
        Assert.Equal("second", Text((await table.FindAsync(new CacheKey(One, 2, 2), Token))!));
        Assert.Null(await table.FindAsync(new CacheKey(Other, 1, 1), Token));
        Assert.Null(await table.FindAsync(new CacheKey(One, 3, 3), Token));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task What_was_asked_for_before_a_removal_is_not_written_behind_it(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        var table = new CacheTable(database, database.Commands, database.Options);
        await table.WriteAsync([Pending(One, 1, "m", "a"), Pending(One, 2, "n", "b"), Pending(Other, 1, "m", "c")], Token);
        var before = await table.StampAsync(Token);
        Assert.Equal(1, await table.RemoveAsync(One, "m", null, Token));
        Assert.Equal(before + 1, await table.StampAsync(Token));
        await table.WriteAsync([Pending(One, 1, "m", "late", before), Pending(One, 3, "m", "new", before + 1)], Token);
        Assert.Equal([("n", 1L), ("m", 1L)], (await table.TotalsAsync(One, Noon, Token)).Select(t => (t.Model, t.Entries)).OrderByDescending(t => t.Model));
        Assert.Null(await table.FindAsync(new CacheKey(One, 1, 1), Token));
        Assert.Equal("c", Text((await table.FindAsync(new CacheKey(Other, 1, 1), Token))!));
        Assert.Equal(3, await table.RemoveAsync(null, null, null, Token));
        Assert.Empty(await table.TotalsAsync(null, Noon, Token));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task An_account_takes_its_answers_along_and_those_that_are_on_their_way(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        var table = new CacheTable(database, database.Commands, database.Options);
        var id = Guid.CreateVersion7();
        var gone = CacheOwner.Of(new Caller("key", id.ToString(), "ada", FrozenSet<string>.Empty))!.Value;
        await table.WriteAsync([Pending(gone, 1, "m", "a"), Pending(Other, 1, "m", "b")], Token);
        await database.ChangeAsync(async db =>
        {
            await new CacheAccount().DeletingAsync(db, id, Token);
            return (true, true);
        }, Token);
        await table.WriteAsync([Pending(gone, 2, "m", "late")], Token);
        Assert.Empty(await table.TotalsAsync(gone, Noon, Token));
        Assert.Single(await table.TotalsAsync(Other, Noon, Token));
    }

    /// <summary>However the two fall together: nothing of before is left behind.</summary>
    [Fact]
    public async Task Writers_and_removals_on_several_nodes_leave_nothing_stale()
    {
        using var database = await TestDatabase.CreateAsync(postgres: true);
        var table = new CacheTable(database, database.Commands, database.Options);
        for (var round = 0; round < 15; round++)
        {
            var stamp = await table.StampAsync(Token);
            var writing = Enumerable.Range(0, 6).Select(n => Task.Run(() => table.WriteAsync([Pending(One, (ulong)n, "m", "stale", stamp)], Token), Token));
            var removing = Task.Run(() => table.RemoveAsync(One, null, null, Token), Token);
            await Task.WhenAll([.. writing, removing]);
            Assert.Empty(await table.TotalsAsync(One, Noon, Token));
        }
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task What_is_over_its_time_goes_and_then_the_oldest_of_what_is_too_much(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        var table = new CacheTable(database, database.Commands, database.Options);
        await table.WriteAsync([.. Enumerable.Range(0, 100).Select(n => Pending(One, (ulong)n, "m", new string('x', 1000), at: Noon.AddSeconds(n)))], Token);
        await table.SweepAsync(Noon, maxBytes: 1_000_000, Token);
        Assert.Equal(100, (await table.TotalsAsync(null, Noon, Token)).Single().Entries);
        // Those of the first ten seconds are over.
        await table.SweepAsync(Noon.AddHours(1).AddSeconds(9), maxBytes: 1_000_000, Token);
        Assert.Equal(90, (await table.TotalsAsync(null, Noon, Token)).Single().Entries);
        await table.SweepAsync(Noon, maxBytes: 25_500, Token);
        Assert.Equal((25, 25_000), await TotalAsync(table));
        Assert.Null(await table.FindAsync(new CacheKey(One, 74, 74), Token));
        Assert.NotNull(await table.FindAsync(new CacheKey(One, 75, 75), Token));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Two_nodes_see_each_others_answers_and_removals(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var one = await Node.StartAsync(database);
        await using var two = await Node.StartAsync(database);
        var key = new CacheKey(One, 1, 1);
        one.Answers.Keep(key, Response("m", "kept", Noon), one.Answers.Stamp);
        await one.Writer.FlushAsync(Token);
        Assert.Null(two.Answers.Find(key));
        Assert.Equal("kept", Text((await two.Answers.LookAsync(key, Token))!));
        Assert.Equal("kept", Text(two.Answers.Find(key)!));

        var stale = two.Answers.Stamp;
        Assert.Equal(1, await one.Answers.RemoveAsync(One, null, null, Token));
        Assert.Null(one.Answers.Find(key));
        // It has not heard of it yet, and what it keeps now is not for long.
        two.Answers.Keep(key, Response("m", "late", Noon), stale);
        await two.Writer.FlushAsync(Token);
        Assert.Null(await one.Answers.LookAsync(key, Token));
        await two.Answers.ReloadAsync(Token);
        Assert.Null(two.Answers.Find(key));
        Assert.Null(await two.Answers.LookAsync(key, Token));
        two.Answers.Keep(key, Response("m", "late", Noon), stale);
        Assert.Null(two.Answers.Find(key));
    }

    [Fact]
    public async Task Memory_is_bounded_and_the_rest_comes_from_the_database()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var node = await Node.StartAsync(database, new ResponseCacheOptions { MaxMemoryBytes = 50_000 });
        for (var n = 0UL; n < 200; n++) node.Answers.Keep(new CacheKey(One, n, n), Response("m", new string('x', 1000), Noon), node.Answers.Stamp);
        Assert.InRange(node.Memory.Bytes, 1, 50_000);
        await node.Writer.FlushAsync(Token);
        for (var n = 0UL; n < 200; n++) Assert.NotNull(await node.Answers.LookAsync(new CacheKey(One, n, n), Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static CacheOwner Owner(string key) => CacheOwner.Of(new Caller(key, null, "n", FrozenSet<string>.Empty))!.Value;

    private static CachedResponse Response(string model, string text, DateTimeOffset at) => new(model, at, at.AddHours(1), System.Text.Encoding.UTF8.GetBytes(text));

    private static PendingAnswer Pending(CacheOwner owner, ulong number, string model, string text, long stamp = 0, DateTimeOffset? at = null) =>
        new(new CacheKey(owner, number, number), Response(model, text, at ?? Noon), stamp);

    private static string Text(CachedResponse response) => System.Text.Encoding.UTF8.GetString(response.Record.Span);

    private static async Task<(long, long)> TotalAsync(CacheTable table) => (await table.TotalsAsync(null, Noon, Token)).Select(t => (t.Entries, t.Bytes)).Single();

    /// <summary>One process on the database.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private Node(TestDatabase database, ResponseCacheOptions options)
        {
            var (time, stamp, table) = (new Clock(), new CacheStamp(), new CacheTable(database, database.Commands, database.Options));
            Memory = new CacheMemory(options, time);
            Writer = new CacheWriter(table, stamp, options, time, NullLogger<CacheWriter>.Instance);
            Answers = new KeptAnswers(options, Memory, table, Writer, stamp, new HitCounts(time), time, NullLogger<KeptAnswers>.Instance);
        }

        public CacheMemory Memory { get; }

        public CacheWriter Writer { get; }

        public KeptAnswers Answers { get; }

        public static async Task<Node> StartAsync(TestDatabase database, ResponseCacheOptions? options = null)
        {
            var node = new Node(database, options ?? new());
            await node.Writer.StartAsync(Token);
            return node;
        }

        public async ValueTask DisposeAsync()
        {
            await Writer.StopAsync(CancellationToken.None);
            Writer.Dispose();
            Memory.Dispose();
        }
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }
}
