using System.Net;
using System.Text.Json;
using Parley.Chat.Conversations;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Conversations;

[Trait("Pace", "slow")]
public sealed class ConversationEndpointsTests(ChatStages stages) : IClassFixture<ChatStages>
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    private readonly Guid _me = Guid.CreateVersion7();

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_conversation_is_made_renamed_filed_pinned_and_archived(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        using var made = await stage.SendAsync(_me, "POST", "conversations", new { title = "  First  ", model = "demo", parameters = new { temperature = 0.5 } });
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (made.StatusCode, made.Headers.ETag!.Tag));
        var shown = JsonElement.Parse(await made.Content.ReadAsStringAsync());
        var id = shown.GetProperty("id").GetGuid();
        Assert.Equal($"/api/v1/conversations/{id}", made.Headers.Location!.ToString());
        Assert.Equal(("First", "demo", 0.5), (shown.GetProperty("title").GetString(), shown.GetProperty("model").GetString(), shown.GetProperty("parameters").GetProperty("temperature").GetDouble()));

        var changed = await stage.OkAsync(_me, "PATCH", $"conversations/{id}", new { title = "عنوان <b>", folder = "travel", pinned = true, archived = true, model = (string?)null }, "\"1\"");
        Assert.Equal(("عنوان <b>", "travel", true, true, 2), (changed.GetProperty("title").GetString(), changed.GetProperty("folder").GetString(),
            changed.GetProperty("pinned").GetBoolean(), changed.GetProperty("archived").GetBoolean(), changed.GetProperty("version").GetInt32()));
        Assert.Equal(JsonValueKind.Null, changed.GetProperty("model").ValueKind);
        Assert.Equal(0.5, changed.GetProperty("parameters").GetProperty("temperature").GetDouble());

        var late = await stage.RefusedAsync(HttpStatusCode.PreconditionFailed, _me, "PATCH", $"conversations/{id}", new { title = "late" }, "\"1\"");
        Assert.Equal(2, late.GetProperty("currentVersion").GetInt32());
        await stage.RefusedAsync(HttpStatusCode.PreconditionFailed, _me, "DELETE", $"conversations/{id}", ifMatch: "\"1\"");
        await stage.RefusedAsync(HttpStatusCode.PreconditionFailed, _me, "DELETE", $"conversations/{id}?permanent=true", ifMatch: "\"1\"");
        await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, "PATCH", $"conversations/{id}", new { title = "late" }, "version 1");
        Assert.Equal("عنوان <b>", (await stage.OkAsync(_me, "GET", $"conversations/{id}")).GetProperty("title").GetString());
        Assert.Equal(["conversation", "conversation"], (await stage.EventsAsync(_me)).Select(e => e.Kind));
    }

    [Theory]
    [InlineData("""{"title":5}""", "title"), InlineData("""{"titel":"x"}""", "titel"), InlineData("""{"title":"a\nb"}""", "title"), InlineData("""{"folder":" "}""", "folder")]
    [InlineData("""{"parameters":{"temperature":3}}""", "parameters.temperature"), InlineData("""{"pinned":"yes"}""", "pinned"), InlineData("""{"personaId":"nobody"}""", "personaId")]
    public async Task A_wish_that_cannot_be_met_names_the_field(string body, string field)
    {
        var stage = await stages.OnAsync(false);
        var id = await stage.ConversationAsync(_me, "as it was");
        foreach (var (method, path) in new[] { ("POST", "conversations"), ("PATCH", $"conversations/{id}") })
            Assert.True((await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, method, path, body)).GetProperty("errors").TryGetProperty(field, out _));
        Assert.Equal("as it was", (await stage.OkAsync(_me, "GET", $"conversations/{id}")).GetProperty("title").GetString());
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task The_list_is_paged_by_time_and_filtered(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        List<Guid> all = [];
        for (var i = 0; i < 11; i++) all.Add(await stage.ConversationAsync(_me, $"c{i}"));
        await stage.OkAsync(_me, "PATCH", $"conversations/{all[0]}", new { pinned = true, folder = "a" });
        await stage.OkAsync(_me, "PATCH", $"conversations/{all[1]}", new { archived = true });
        await stage.OkAsync(_me, "DELETE", $"conversations/{all[2]}");
        // What is said last stands first.
        await stage.SayAsync(_me, all[3], "hello");

        List<Guid> seen = [];
        for (string? next = ""; next is not null;)
        {
            var page = await stage.OkAsync(_me, "GET", $"conversations?limit=4&cursor={next}");
            seen.AddRange(Ids(page));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(all[3], seen[0]);
        Assert.Equal(all.Except([all[1], all[2]]).Order(), seen.Order());
        Assert.Equal([all[1]], Ids(await stage.OkAsync(_me, "GET", "conversations?archived=true")));
        Assert.Equal([all[0]], Ids(await stage.OkAsync(_me, "GET", "conversations?pinned=true")));
        Assert.Equal([all[0]], Ids(await stage.OkAsync(_me, "GET", "conversations?folder=a")));
        Assert.Equal(8, Ids(await stage.OkAsync(_me, "GET", "conversations?folder=")).Count);
        Assert.Equal([all[2]], Ids(await stage.OkAsync(_me, "GET", "conversations?deleted=true")));
        Assert.True((await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, "GET", "conversations?cursor=bm90aGluZw")).GetProperty("errors").TryGetProperty("cursor", out _));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task What_is_deleted_comes_back_for_thirty_days_and_is_destroyed_then(bool postgres)
    {
        // Its own: its clock is moved by a month.
        await using var stage = await ConversationStage.StartAsync(postgres);
        var (early, late) = (await stage.ConversationAsync(_me, "early"), await stage.ConversationAsync(_me, "late"));
        await stage.SayAsync(_me, early, "some words");
        await stage.OkAsync(_me, "DELETE", $"conversations/{early}");
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "GET", $"conversations/{early}");
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "DELETE", $"conversations/{early}");
        Assert.Equal("early", (await stage.OkAsync(_me, "POST", $"conversations/{early}/restore")).GetProperty("title").GetString());
        Assert.Equal("early", (await stage.OkAsync(_me, "POST", $"conversations/{early}/restore")).GetProperty("title").GetString());
        Assert.Equal(["conversation", "conversation", "conversation.removed", "conversation"], (await stage.EventsAsync(_me)).Select(e => e.Kind));

        await stage.OkAsync(_me, "DELETE", $"conversations/{early}");
        stage.Time.Ahead += TimeSpan.FromDays(1);
        await stage.OkAsync(_me, "DELETE", $"conversations/{late}");
        Assert.Equal(0, await stage.Get<PurgeJob>().RunAsync(CancellationToken.None));
        stage.Time.Ahead += TimeSpan.FromDays(29.5);
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "POST", $"conversations/{early}/restore");
        Assert.Equal(1, await stage.Get<PurgeJob>().RunAsync(CancellationToken.None));
        await stage.OkAsync(_me, "POST", $"conversations/{late}/restore");
        Assert.Empty((await stage.OkAsync(_me, "GET", "conversations/search?q=words")).GetProperty("items").EnumerateArray());
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_draft_is_kept_and_told_to_other_devices(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var id = await stage.ConversationAsync(_me);
        await stage.OkAsync(_me, "PUT", $"conversations/{id}/draft", new { text = "half a thou" });
        await stage.OkAsync(_me, "PUT", $"conversations/{id}/draft", new { text = "half a thou" });
        var read = await stage.OkAsync(_me, "GET", $"conversations/{id}");
        Assert.Equal(("half a thou", 1), (read.GetProperty("draft").GetString(), read.GetProperty("version").GetInt32()));
        Assert.Equal(["conversation", "draft"], (await stage.EventsAsync(_me)).Select(e => e.Kind));
        await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, "PUT", $"conversations/{id}/draft", new { text = new string('x', 100_001) });
        await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, "PUT", $"conversations/{id}/draft", new { text = "a\0b" });
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task The_history_goes_to_the_bin_or_for_good(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var other = Guid.CreateVersion7();
        var theirs = await stage.ConversationAsync(other);
        var mine = new[] { await stage.ConversationAsync(_me), await stage.ConversationAsync(_me) };
        foreach (var id in mine) await stage.SayAsync(_me, id, "words");
        Assert.Equal(2, (await stage.OkAsync(_me, "DELETE", "chat/history")).GetProperty("conversations").GetInt32());
        Assert.Empty(Ids(await stage.OkAsync(_me, "GET", "conversations")));
        await stage.OkAsync(_me, "POST", $"conversations/{mine[0]}/restore");
        Assert.Equal(2, (await stage.OkAsync(_me, "DELETE", "chat/history?permanent=true")).GetProperty("conversations").GetInt32());
        Assert.Empty(Ids(await stage.OkAsync(_me, "GET", "conversations?deleted=true")));
        // Whoever comes late hears only that all is gone.
        Assert.All(await stage.EventsAsync(_me), e => Assert.True(e.Kind == "conversation.removed" && e.Data.GetProperty("all").GetBoolean()));
        await stage.OkAsync(other, "GET", $"conversations/{theirs}");
    }

    internal static List<Guid> Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
}
