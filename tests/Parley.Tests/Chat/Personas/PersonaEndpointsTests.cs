using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Personas;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Personas;

[Trait("Pace", "slow")]
public sealed class PersonaEndpointsTests(ChatStages stages) : IClassFixture<ChatStages>
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    private readonly Guid _me = Guid.CreateVersion7();

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_new_account_has_the_default_persona_once_however_many_ask(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var asked = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => stage.OkAsync(_me, "GET", i % 2 == 0 ? "personas" : "personas/current")));
        var items = (await stage.OkAsync(_me, "GET", "personas")).GetProperty("items");
        var only = Assert.Single(items.EnumerateArray());
        Assert.True(only.GetProperty("isDefault").GetBoolean());
        Assert.Equal(1, only.GetProperty("version").GetInt32());
        Assert.NotEqual("", only.GetProperty("systemPrompt").GetString());
        Assert.All(asked, a => Assert.Contains(only.GetProperty("id").GetString()!, a.GetRawText(), StringComparison.Ordinal));
        await stage.RefusedAsync(HttpStatusCode.Conflict, _me, "DELETE", $"personas/{only.GetProperty("id").GetGuid()}");
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Personas_that_are_made_at_the_same_moment_count_each_other(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        await stage.OkAsync(_me, "GET", "personas");
        var now = stage.Time.GetUtcNow();
        await using (var db = await stage.Databases.CreateDbContextAsync())
        {
            // Room for one more.
            db.AddRange(Enumerable.Range(0, Persona.MostPerPerson - 2).Select(i => new Persona { Id = Guid.CreateVersion7(), UserId = _me, IsDefault = false, Content = new PersonaContent($"{i}").Write(), Version = 1, CreatedAt = now, UpdatedAt = now }));
            await db.SaveChangesAsync();
        }

        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var answer = await stage.SendAsync(_me, "POST", "personas", new { name = $"at once {i}" });
            return answer.StatusCode;
        }));
        Assert.Equal([HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.Conflict, 7)], statuses.Order());
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_persona_is_made_changed_compared_taken_back_and_deleted(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        using var made = await stage.SendAsync(_me, "POST", "personas", new
        {
            name = " Editor ", description = "d", systemPrompt = "One.\nTwo.", traits = new[] { "precise", "Precise", "tactful" }, capabilities = new[] { "thinking" }, parameters = new { temperature = 0.4 },
            greeting = "Hi", starters = new[] { "Shorten this" }, avatar = new { color = "amber", glyph = "👩‍🚀" },
        });
        var shown = JsonElement.Parse(await made.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (made.StatusCode, made.Headers.ETag?.Tag));
        var path = $"personas/{shown.GetProperty("id").GetGuid()}";
        Assert.Equal("/api/v1/" + path, made.Headers.Location!.ToString());
        Assert.Equal(("Editor", """["precise","tactful"]""", """["thinking"]""", "amber", false), (shown.GetProperty("name").GetString(), shown.GetProperty("traits").GetRawText(),
            shown.GetProperty("capabilities").GetRawText(), shown.GetProperty("avatar").GetProperty("color").GetString(), shown.GetProperty("isDefault").GetBoolean()));
        Assert.Equal(shown.GetRawText(), (await stage.OkAsync(_me, "GET", path)).GetRawText());

        var changed = await stage.OkAsync(_me, "PUT", path, new { name = "Reader", systemPrompt = "One.\nThree." }, "\"1\"");
        Assert.Equal(("Reader", 2, 0), (changed.GetProperty("name").GetString(), changed.GetProperty("version").GetInt32(), changed.GetProperty("traits").GetArrayLength()));
        Assert.Equal(2, (await stage.OkAsync(_me, "PUT", path, new { name = "Reader", systemPrompt = "One.\nThree." })).GetProperty("version").GetInt32());
        var late = await stage.RefusedAsync(HttpStatusCode.PreconditionFailed, _me, "PUT", path, new { name = "late" }, "\"1\"");
        Assert.Equal(2, late.GetProperty("currentVersion").GetInt32());
        await stage.RefusedAsync(HttpStatusCode.PreconditionFailed, _me, "DELETE", path, ifMatch: "\"1\"");
        await stage.RefusedAsync(HttpStatusCode.PreconditionFailed, _me, "POST", $"{path}/versions/1/restore", ifMatch: "\"1\"");

        var restored = await stage.OkAsync(_me, "POST", $"{path}/versions/1/restore", ifMatch: "\"2\"");
        Assert.Equal(("Editor", 3), (restored.GetProperty("name").GetString(), restored.GetProperty("version").GetInt32()));
        var versions = (await stage.OkAsync(_me, "GET", $"{path}/versions?limit=2"));
        Assert.Equal([3, 2], versions.GetProperty("items").EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
        Assert.Equal(1, versions.GetProperty("items")[0].GetProperty("restoredFrom").GetInt32());
        var prompt = versions.GetProperty("items")[1].GetProperty("changes").EnumerateArray().Single(c => c.GetProperty("field").GetString() == "systemPrompt");
        Assert.Equal([" One.", "-Two.", "+Three."], prompt.GetProperty("lines").EnumerateArray().Select(l => l.GetString()));
        var first = await stage.OkAsync(_me, "GET", $"{path}/versions?limit=2&cursor={versions.GetProperty("next").GetString()}");
        Assert.Equal(0, Assert.Single(first.GetProperty("items").EnumerateArray()).GetProperty("changes").GetArrayLength());
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "POST", $"{path}/versions/9/restore");

        await stage.OkAsync(_me, "DELETE", $"{path}?permanent=true", ifMatch: "\"3\"");
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "GET", path);
        // Whoever comes late hears only that it is gone.
        var events = await stage.EventsAsync(_me);
        Assert.Equal(4, events.Count);
        Assert.All(events, e => Assert.Equal(("persona.removed", path.Split('/')[^1]), (e.Kind, e.Data.GetProperty("id").GetString())));
        await using var db = await stage.Databases.CreateDbContextAsync();
        Assert.Empty(await db.Set<PersonaVersion>().Where(v => v.PersonaId == shown.GetProperty("id").GetGuid()).ToListAsync());
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task The_current_persona_is_chosen_for_the_person_and_for_a_conversation(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var usual = (await stage.OkAsync(_me, "GET", "personas/current")).GetProperty("id").GetGuid();
        var (editor, tutor) = (await MakeAsync(stage, "Editor"), await MakeAsync(stage, "Tutor"));
        var conversation = await stage.ConversationAsync(_me, "talk");
        Assert.Equal(editor, (await stage.OkAsync(_me, "PUT", "personas/current", new { personaId = editor })).GetProperty("id").GetGuid());
        Assert.Equal(editor, await CurrentAsync($"?conversationId={conversation}"));
        await stage.OkAsync(_me, "PUT", "personas/current", new { personaId = tutor, conversationId = conversation });
        Assert.Equal((editor, tutor), (await CurrentAsync(""), await CurrentAsync($"?conversationId={conversation}")));
        Assert.Equal(tutor, (await stage.OkAsync(_me, "GET", $"conversations/{conversation}")).GetProperty("personaId").GetGuid());

        // What is deleted answers nowhere: the conversation goes on with the current one, the person with the default one.
        await stage.OkAsync(_me, "DELETE", $"personas/{tutor}");
        Assert.Equal(editor, await CurrentAsync($"?conversationId={conversation}"));
        await stage.OkAsync(_me, "DELETE", $"personas/{editor}");
        Assert.Equal(usual, await CurrentAsync(""));
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "PUT", "personas/current", new { personaId = tutor });
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "PUT", "personas/current", new { personaId = usual, conversationId = Guid.CreateVersion7() });

        async Task<Guid> CurrentAsync(string query) => (await stage.OkAsync(_me, "GET", "personas/current" + query)).GetProperty("id").GetGuid();
    }

    [Fact]
    public async Task What_cannot_be_used_is_told_all_at_once()
    {
        var stage = await stages.OnAsync(false);
        var refused = await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, "POST", "personas", new
        {
            name = " ", traits = new[] { "", "x" }, capabilities = new[] { "web" }, parameters = new { temperature = 3 }, avatar = new { glyph = "ab" }, greeting = "\u0000", bogus = 1,
        });
        Assert.Equal(["avatar.glyph", "bogus", "capabilities[0]", "greeting", "name", "parameters.temperature", "traits[0]"], refused.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        var picture = await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "POST", "personas", new { name = "x", avatar = new { fileId = Guid.CreateVersion7() } });
        Assert.StartsWith("avatar.fileId", picture.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(5, (await stage.OkAsync(_me, "GET", "personas/templates")).GetProperty("items").GetArrayLength());
        // Each template can be posted as it is.
        foreach (var template in (await stage.OkAsync(_me, "GET", "personas/templates")).GetProperty("items").EnumerateArray()) await stage.OkAsync(_me, "POST", "personas", template.GetRawText());
    }

    private async Task<Guid> MakeAsync(ConversationStage stage, string name) => (await stage.OkAsync(_me, "POST", "personas", new { name })).GetProperty("id").GetGuid();
}
