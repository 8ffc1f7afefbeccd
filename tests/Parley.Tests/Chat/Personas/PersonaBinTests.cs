using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Memory;
using Parley.Chat.Model;
using Parley.Chat.Personas;
using Parley.Identity;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Personas;

/// <summary>Deleted personas: gone everywhere, restorable for 30 days, destroyed then.</summary>
[Trait("Pace", "slow")]
public sealed class PersonaBinTests(ChatStages stages) : IClassFixture<ChatStages>
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    private readonly Guid _me = Guid.CreateVersion7();

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_deleted_persona_is_nowhere_and_comes_back_as_it_was(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var (tutor, editor) = (await MakeAsync(stage, "Tutor"), await MakeAsync(stage, "Editor"));
        await stage.OkAsync(_me, "PUT", $"personas/{tutor}", new { name = "Tutor", systemPrompt = "Explain." });
        var memory = (await stage.OkAsync(_me, "POST", $"personas/{tutor}/memories", new { text = "I ski" })).GetProperty("id").GetGuid();
        await stage.OkAsync(_me, "PUT", "personas/current", new { personaId = tutor });
        var (stays, moves) = (await stage.ConversationAsync(_me, "stays"), await stage.ConversationAsync(_me, "moves"));
        foreach (var talk in new[] { stays, moves }) await stage.OkAsync(_me, "PUT", "personas/current", new { personaId = tutor, conversationId = talk });
        var before = await StateAsync();

        await stage.RefusedAsync(HttpStatusCode.PreconditionFailed, _me, "DELETE", $"personas/{tutor}", ifMatch: "\"1\"");
        await stage.OkAsync(_me, "DELETE", $"personas/{tutor}", ifMatch: "\"2\"");
        foreach (var (method, path, body) in ((string, string, object?)[])
        [
            ("GET", $"personas/{tutor}", null), ("DELETE", $"personas/{tutor}", null), ("PUT", $"personas/{tutor}", new { name = "x" }), ("GET", $"personas/{tutor}/versions", null), ("POST", $"personas/{tutor}/versions/1/restore", null),
            ("GET", $"personas/{tutor}/memories", null), ("POST", $"personas/{tutor}/memories", new { text = "more" }), ("PATCH", $"personas/{tutor}/memories/{memory}", new { text = "other" }), ("DELETE", $"personas/{tutor}/memories/{memory}", null),
            ("PUT", "personas/current", new { personaId = tutor }), ("PUT", "personas/current", new { personaId = tutor, conversationId = stays }), ("POST", "conversations", new { personaId = tutor }), ("POST", "chat", new { message = "hi", personaId = tutor }),
        ]) await stage.RefusedAsync(HttpStatusCode.NotFound, _me, method, path, body);
        Assert.Equal(["Parley", "Editor"], await NamesAsync("personas"));
        Assert.Equal(["Tutor"], await NamesAsync("personas?deleted=true"));
        Assert.NotEqual(tutor, (await stage.OkAsync(_me, "GET", "personas/current")).GetProperty("id").GetGuid());
        Assert.Equal(JsonValueKind.Null, (await stage.OkAsync(_me, "GET", $"conversations/{stays}")).GetProperty("personaId").ValueKind);
        // Whoever comes late hears only that it is gone.
        Assert.DoesNotContain(await stage.EventsAsync(_me), e => e.Data.GetRawText().Contains("Explain.", StringComparison.Ordinal) || e.Data.GetRawText().Contains("I ski", StringComparison.Ordinal));
        await stage.OkAsync(_me, "PUT", "personas/current", new { personaId = editor, conversationId = moves });

        var back = await stage.OkAsync(_me, "POST", $"personas/{tutor}/restore");
        Assert.Equal((2, JsonValueKind.Null), (back.GetProperty("version").GetInt32(), back.GetProperty("deletedAt").ValueKind));
        Assert.Equal(before, await StateAsync());
        Assert.Equal(2, (await stage.OkAsync(_me, "POST", $"personas/{tutor}/restore")).GetProperty("version").GetInt32());
        Assert.Equal(tutor, (await stage.OkAsync(_me, "GET", $"conversations/{stays}")).GetProperty("personaId").GetGuid());
        // Where another one was chosen meanwhile, that one goes on.
        Assert.Equal(editor, (await stage.OkAsync(_me, "GET", $"conversations/{moves}")).GetProperty("personaId").GetGuid());
        Assert.Equal(["persona", "Explain."], [(await stage.EventsAsync(_me))[^1].Kind, (await stage.EventsAsync(_me))[^1].Data.GetProperty("systemPrompt").GetString()]);

        async Task<string> StateAsync() =>
            (await stage.OkAsync(_me, "GET", "personas")).GetRawText() + (await stage.OkAsync(_me, "GET", $"personas/{tutor}/memories")).GetRawText() + (await stage.OkAsync(_me, "GET", $"personas/{tutor}/versions")).GetRawText() + (await stage.OkAsync(_me, "GET", "personas/current")).GetRawText();

        async Task<string?[]> NamesAsync(string path) => [.. (await stage.OkAsync(_me, "GET", path)).GetProperty("items").EnumerateArray().Select(p => p.GetProperty("name").GetString())];
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task It_can_be_restored_for_thirty_days_and_is_destroyed_then_or_at_once_when_asked(bool postgres)
    {
        // Its own: its clock is moved by a month.
        await using var stage = await ConversationStage.StartAsync(postgres);
        var (early, late, atOnce) = (await MakeAsync(stage, "early"), await MakeAsync(stage, "late"), await MakeAsync(stage, "at once"));
        foreach (var id in new[] { early, late, atOnce }) await stage.OkAsync(_me, "POST", $"personas/{id}/memories", new { text = "I ski" });
        await stage.OkAsync(_me, "DELETE", $"personas/{early}");
        await stage.OkAsync(_me, "DELETE", $"personas/{atOnce}");
        await stage.OkAsync(_me, "DELETE", $"personas/{atOnce}?permanent=true");
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "POST", $"personas/{atOnce}/restore");
        stage.Time.Ahead += TimeSpan.FromDays(1);
        await stage.OkAsync(_me, "DELETE", $"personas/{late}");
        Assert.Equal(0, await stage.Get<PurgeJob>().RunAsync(CancellationToken.None));
        stage.Time.Ahead += TimeSpan.FromDays(29.5);
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "POST", $"personas/{early}/restore");
        Assert.Equal([late], (await stage.OkAsync(_me, "GET", "personas?deleted=true")).GetProperty("items").EnumerateArray().Select(p => p.GetProperty("id").GetGuid()));
        Assert.Equal(1, await stage.Get<PurgeJob>().RunAsync(CancellationToken.None));
        await using (var db = await stage.Databases.CreateDbContextAsync())
        {
            Assert.Equal([late], await db.Set<MemoryRow>().Where(m => m.UserId == _me).Select(m => m.PersonaId).ToListAsync());
            Assert.Empty(await db.Set<PersonaVersion>().Where(v => v.PersonaId == early || v.PersonaId == atOnce).ToListAsync());
        }

        await stage.OkAsync(_me, "POST", $"personas/{late}/restore");
        await stage.OkAsync(_me, "DELETE", $"personas/{late}");
        // The account takes with it what is still restorable.
        await using var own = await stage.Databases.CreateDbContextAsync();
        await stage.Get<IEnumerable<IAccountPart>>().OfType<ChatAccount>().Single().DeletingAsync(own, _me, CancellationToken.None);
        Assert.Equal((0, 0), (await own.Set<Persona>().CountAsync(p => p.UserId == _me), await own.Set<MemoryRow>().CountAsync(m => m.UserId == _me)));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Neither_making_nor_the_bin_goes_round_the_limit(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var first = await MakeAsync(stage, "first");
        await stage.OkAsync(_me, "DELETE", $"personas/{first}");
        var now = stage.Time.GetUtcNow();
        await using (var db = await stage.Databases.CreateDbContextAsync())
        {
            db.AddRange(Enumerable.Range(0, Persona.MostPerPerson - 1).Select(i => Row(i, null)));
            await db.SaveChangesAsync();
        }

        var full = await stage.RefusedAsync(HttpStatusCode.Conflict, _me, "POST", $"personas/{first}/restore");
        Assert.Contains("Delete one that you no longer use.", full.GetProperty("detail").GetString(), StringComparison.Ordinal);

        // Of the deleted ones as many are kept, those that were deleted last.
        await using (var db = await stage.Databases.CreateDbContextAsync())
        {
            await db.Set<Persona>().Where(p => p.UserId == _me && !p.IsDefault && p.DeletedAt == null).ExecuteDeleteAsync();
            db.AddRange(Enumerable.Range(0, Persona.MostPerPerson - 1).Select(i => Row(i, now.AddMinutes(1))));
            await db.SaveChangesAsync();
        }

        stage.Time.Ahead += TimeSpan.FromMinutes(2);
        var last = await MakeAsync(stage, "last");
        await stage.OkAsync(_me, "DELETE", $"personas/{last}");
        await stage.RefusedAsync(HttpStatusCode.NotFound, _me, "POST", $"personas/{first}/restore");
        await stage.OkAsync(_me, "POST", $"personas/{last}/restore");

        Persona Row(int i, DateTimeOffset? deleted) =>
            new() { Id = Guid.CreateVersion7(), UserId = _me, IsDefault = false, Content = new PersonaContent($"{i}").Write(), Version = 1, CreatedAt = now, UpdatedAt = now, DeletedAt = deleted };
    }

    private async Task<Guid> MakeAsync(ConversationStage stage, string name) => (await stage.OkAsync(_me, "POST", "personas", new { name })).GetProperty("id").GetGuid();
}
