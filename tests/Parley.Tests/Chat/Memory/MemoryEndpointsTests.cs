using System.Net;
using Parley.Chat.Memory;
using Parley.Gateway.Ports;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Memory;

[Trait("Pace", "slow")]
public sealed class MemoryEndpointsTests(ChatStages stages) : IClassFixture<ChatStages>
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    private readonly Guid _me = Guid.CreateVersion7();

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_memory_is_written_once_changed_and_forgotten(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var path = $"personas/{await PersonaAsync(stage)}/memories";
        using var made = await stage.SendAsync(_me, "POST", path, new { text = " I am \n vegetarian " });
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (made.StatusCode, made.Headers.ETag?.Tag));
        using var again = await stage.SendAsync(_me, "POST", path, new { text = "i am VEGETARIAN." });
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var only = Assert.Single((await stage.OkAsync(_me, "GET", path)).GetProperty("items").EnumerateArray());
        Assert.Equal(("I am vegetarian", "active", "written"), (only.GetProperty("text").GetString(), only.GetProperty("state").GetString(), only.GetProperty("source").GetString()));
        var one = $"{path}/{only.GetProperty("id").GetGuid()}";
        var changed = await stage.OkAsync(_me, "PATCH", one, new { text = "I am vegan" }, "\"1\"");
        Assert.Equal(("I am vegan", 2), (changed.GetProperty("text").GetString(), changed.GetProperty("version").GetInt32()));
        Assert.Equal(2, (await stage.RefusedAsync(HttpStatusCode.PreconditionFailed, _me, "PATCH", one, new { text = "late" }, "\"1\"")).GetProperty("currentVersion").GetInt32());
        await stage.RefusedAsync(HttpStatusCode.PreconditionFailed, _me, "DELETE", one, ifMatch: "\"1\"");
        await stage.OkAsync(_me, "POST", path, new { text = "I like tea" });
        await stage.RefusedAsync(HttpStatusCode.Conflict, _me, "PATCH", one, new { text = "i like tea!" });
        Assert.Equal(["I like tea", "I am vegan"], (await stage.OkAsync(_me, "GET", path)).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("text").GetString()));
        var page = await stage.OkAsync(_me, "GET", $"{path}?limit=1");
        Assert.Equal("I am vegan", (await stage.OkAsync(_me, "GET", $"{path}?limit=1&cursor={page.GetProperty("next").GetString()}")).GetProperty("items")[0].GetProperty("text").GetString());
        await stage.OkAsync(_me, "DELETE", one, ifMatch: "\"2\"");
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "DELETE", one);
        // What is forgotten stands in no event any more.
        var events = await stage.EventsAsync(_me);
        Assert.Equal(["memory.removed", "memory.removed", "memory", "memory.removed"], events.Select(e => e.Kind));
        Assert.DoesNotContain(events, e => e.Data.GetRawText().Contains("veg", StringComparison.Ordinal));
        await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, "POST", path, new { text = " " });
        await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, "PATCH", one, new { state = "proposed" });
        await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, "GET", $"{path}?state=declined");
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_proposal_waits_is_approved_or_turned_down_and_not_made_again(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var persona = await PersonaAsync(stage);
        var path = $"personas/{persona}/memories";
        var store = stage.Get<MemoryStore>();
        var ski = (await store.AddAsync(_me, persona, "I ski", MemorySource.Proposed, null, TestContext.Current.CancellationToken)).Row!;
        var sail = (await store.AddAsync(_me, persona, "I sail", MemorySource.Proposed, null, TestContext.Current.CancellationToken)).Row!;
        Assert.Equal(2, (await stage.OkAsync(_me, "GET", $"{path}?state=proposed")).GetProperty("items").GetArrayLength());
        // What waits is told to no model.
        Assert.Empty((await RecallAsync(stage, persona)).Memories);
        Assert.Equal("active", (await stage.OkAsync(_me, "PATCH", $"{path}/{ski.Id}", new { state = "active" })).GetProperty("state").GetString());
        Assert.Equal(ski.Id, Assert.Single((await RecallAsync(stage, persona)).Memories).Id);
        await stage.OkAsync(_me, "DELETE", $"{path}/{sail.Id}");
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "PATCH", $"{path}/{sail.Id}", new { state = "active" });
        Assert.False((await store.AddAsync(_me, persona, "I sail.", MemorySource.Proposed, null, TestContext.Current.CancellationToken)).IsNew);
        Assert.Equal("I ski", Assert.Single((await stage.OkAsync(_me, "GET", path)).GetProperty("items").EnumerateArray()).GetProperty("text").GetString());
        // The person's own word counts more than their no.
        Assert.Equal("active", (await stage.OkAsync(_me, "POST", path, new { text = "I sail" })).GetProperty("state").GetString());
        Assert.Equal(2, (await stage.OkAsync(_me, "GET", path)).GetProperty("items").GetArrayLength());
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task The_same_at_the_same_moment_is_kept_once(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var path = $"personas/{await PersonaAsync(stage)}/memories";
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => stage.OkAsync(_me, "POST", path, new { text = "I like tea" })));
        Assert.Single((await stage.OkAsync(_me, "GET", path)).GetProperty("items").EnumerateArray());
    }

    private Task<Recalled> RecallAsync(ConversationStage stage, Guid persona) =>
        stage.Get<MemoryRecall>().RecallAsync(_me, persona, new MemoryQuestion(new Caller(null, _me.ToString(), "test", new HashSet<string>()), "ski", 1_000), "auto", TestContext.Current.CancellationToken);

    private async Task<Guid> PersonaAsync(ConversationStage stage) => (await stage.OkAsync(_me, "GET", "personas/current")).GetProperty("id").GetGuid();
}
