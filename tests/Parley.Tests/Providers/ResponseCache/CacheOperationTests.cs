using System.Text.Json;
using Parley.Tests.Infrastructure;
using Parley.Tests.Reliability;

namespace Parley.Tests.Providers.ResponseCache;

/// <summary>What is kept over restarts and nodes, and the two operations on it.</summary>
[Trait("Pace", "slow")]
public sealed class CacheOperationTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Answers_are_there_again_after_a_restart_until_they_are_removed(bool postgres)
    {
        await using var stage = await ReliabilityStage.StartAsync(await DatabaseAsync(postgres));
        var cache = new Asker(stage);
        var streamed = CacheStage.Call("messages", "chat/n5", stream: true, "hello");
        var first = await cache.AskAsync(streamed);
        Assert.Equal("miss", first.Cache);
        // The status is read behind what was answered before it.
        Assert.Equal(1, (await CacheStage.StatusAsync(stage.Client)).GetProperty("entries").GetInt32());
        await stage.Parley.KillAsync();
        await stage.Parley.StartAsync();
        var again = await cache.AskAsync(streamed);
        Assert.Equal(("hit", first.Body), (again.Cache, again.Body));
        Assert.Equal("chat", again.Provider);
        Assert.Equal(1, (await CacheStage.RemoveAsync(stage.Client, new { all = true })).Body.GetProperty("removed").GetInt32());
        Assert.Equal("miss", (await cache.AskAsync(streamed)).Cache);
        await stage.Parley.StopAsync();
        await stage.Parley.StartAsync();
        Assert.Equal("hit", (await cache.AskAsync(streamed)).Cache);
    }

    [Fact]
    public async Task Each_sees_and_removes_its_own()
    {
        await using var stage = await ReliabilityStage.StartAsync();
        var cache = new Asker(stage);
        using var other = stage.Parley.CreateClient(await stage.Parley.CreateKeyAsync("other"));
        var (small, large) = (CacheStage.Call("chat", "chat/n3", false, "a"), CacheStage.Call("chat", "chat/n300", false, "a"));
        foreach (var call in new[] { small, small, large }) await cache.AskAsync(call);
        await cache.AskAsync(small, other);
        await cache.AskAsync(small, said: "no-store");

        var mine = await CacheStage.StatusAsync(stage.Client);
        Assert.Equal(("own", 2), (mine.GetProperty("scope").GetString(), mine.GetProperty("entries").GetInt32()));
        Assert.Equal(["chat/n300", "chat/n3"], mine.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("model").GetString()));
        Assert.Equal(mine.GetProperty("bytes").GetInt64(), mine.GetProperty("models").EnumerateArray().Sum(m => m.GetProperty("bytes").GetInt64()));
        Assert.True(mine.GetProperty("bytes").GetInt64() > 1500);
        foreach (var span in new[] { "sinceStart", "lastHour" })
        {
            var figures = mine.GetProperty(span);
            Assert.Equal((1, 2, 0.3333), (figures.GetProperty("hits").GetInt32(), figures.GetProperty("misses").GetInt32(), figures.GetProperty("hitRate").GetDouble()));
        }

        Assert.Equal(JsonValueKind.Null, mine.GetProperty("memory").ValueKind);
        Assert.Equal(86_400, mine.GetProperty("limits").GetProperty("maxAgeSeconds").GetInt32());
        var all = await CacheStage.StatusAsync(stage.Admin);
        Assert.Equal(("all", 3, 3), (all.GetProperty("scope").GetString(), all.GetProperty("entries").GetInt32(), all.GetProperty("memory").GetProperty("entries").GetInt32()));
        Assert.Equal(3, all.GetProperty("sinceStart").GetProperty("misses").GetInt32());

        // An admin's own are none; the other one's stay.
        Assert.Equal(0, Removed(await CacheStage.RemoveAsync(stage.Admin, new { all = true })));
        Assert.Equal(1, Removed(await CacheStage.RemoveAsync(stage.Client, new { model = "chat/n3" })));
        Assert.Equal(("miss", "hit", "hit"), ((await cache.AskAsync(small)).Cache, (await cache.AskAsync(large)).Cache, (await cache.AskAsync(small, other)).Cache));
        Assert.Equal(403, (await CacheStage.RemoveAsync(stage.Client, new { all = true, everyone = true })).Status);
        Assert.Equal(2, Removed(await CacheStage.RemoveAsync(stage.Admin, new { model = "chat/n3", everyone = true })));
        Assert.Equal(("miss", "hit", "miss"), ((await cache.AskAsync(small)).Cache, (await cache.AskAsync(large)).Cache, (await cache.AskAsync(small, other)).Cache));
        Assert.Equal(3, Removed(await CacheStage.RemoveAsync(stage.Admin, new { all = true, everyone = true })));
        Assert.Equal(0, (await CacheStage.StatusAsync(stage.Admin)).GetProperty("entries").GetInt32());
    }

    [Fact]
    public async Task A_removal_names_one_thing()
    {
        await using var stage = await ReliabilityStage.StartAsync();
        var cache = new Asker(stage);
        var call = CacheStage.Call("chat", "chat/n3", false, "a");
        await cache.AskAsync(call);
        foreach (var (which, fields) in new (object, string[])[]
        {
            (new { }, ["all"]), (new { all = false }, ["all"]), (new { model = "" }, ["model"]), (new { all = true, model = "m" }, ["all", "model"]),
            (new { conversationId = "c", personaId = "p" }, ["conversationId", "personaId"]),
        })
        {
            var (status, body) = await CacheStage.RemoveAsync(stage.Client, which);
            Assert.Equal(400, status);
            Assert.Equal(fields, body.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        }

        var (unknown, problem) = await CacheStage.RemoveAsync(stage.Client, new { modell = "m" });
        Assert.Equal(400, unknown);
        Assert.Contains("modell", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, Removed(await CacheStage.RemoveAsync(stage.Client, new { conversationId = "c" })));
        Assert.Equal(0, Removed(await CacheStage.RemoveAsync(stage.Client, new { personaId = "p" })));
        Assert.Equal("hit", (await cache.AskAsync(call)).Cache);
    }

    [Fact]
    public async Task The_other_node_gives_what_one_keeps_and_forgets_what_one_removes()
    {
        var database = await DatabaseAsync(postgres: true);
        await using var stage = await ReliabilityStage.StartAsync(database);
        await using var second = await ParleyServer.StartAsync(new() { Database = database });
        using var there = second.CreateClient(stage.Key);
        var cache = new Asker(stage);
        var call = CacheStage.Call("chat", "messages/n5", true, "hello");
        var first = await cache.AskAsync(call);
        await CacheStage.StatusAsync(stage.Client);
        var other = await cache.AskAsync(call, there);
        Assert.Equal(("hit", first.Body), (other.Cache, other.Body));
        Assert.Equal(1, Removed(await CacheStage.RemoveAsync(stage.Client, new { all = true })));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while ((await cache.AskAsync(call, there, "only-if-cached")).Status == 200)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), "The other node still gives what was removed.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal("miss", (await cache.AskAsync(call)).Cache);
    }

    [Fact]
    public async Task A_server_may_keep_nothing_and_a_longer_answer_is_not_kept()
    {
        await using var stage = await ReliabilityStage.StartAsync("", "--Parley:Cache:MaxEntryBytes=6000");
        var cache = new Asker(stage);
        var (small, large) = (CacheStage.Call("chat", "chat/n3", true, "a"), CacheStage.Call("chat", "chat/n100", true, "a"));
        foreach (var call in new[] { small, large }) await cache.AskAsync(call);
        Assert.Equal(("hit", "miss"), ((await cache.AskAsync(small)).Cache, (await cache.AskAsync(large)).Cache));

        await using var off = await ReliabilityStage.StartAsync("", "--Parley:Cache:MaxAge=00:00:00");
        cache = new Asker(off);
        foreach (var _ in new[] { 1, 2 }) Assert.Equal("off", (await cache.AskAsync(small)).Cache);
        Assert.Equal(504, (await cache.AskAsync(small, said: "only-if-cached")).Status);
    }

    private static int Removed((int Status, JsonElement Body) answer)
    {
        Assert.True(answer.Status == 200, answer.Body.GetRawText());
        return answer.Body.GetProperty("removed").GetInt32();
    }

    private static async Task<string> DatabaseAsync(bool postgres) => postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : "";

    private sealed class Asker(ReliabilityStage stage)
    {
        public Task<CacheAnswer> AskAsync((string Path, string Body) call, HttpClient? client = null, string? said = "max-age=300") => CacheStage.AskAsync(client ?? stage.Client, call.Path, call.Body, said);
    }
}
