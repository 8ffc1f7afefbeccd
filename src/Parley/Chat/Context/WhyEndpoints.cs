using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Memory;
using Parley.Chat.Model;
using Parley.Chat.Personas;
using Parley.Data;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Context;

/// <summary><c>/api/v1/conversations/{id}/messages/{mid}/why</c>: what an answer was made of.</summary>
internal static class WhyEndpoints
{
    private const string Shown =
        """{"messageId":"019a8f2c-8a11-7f00-a1b2-c3d4e5f60718","model":"fast","provider":"openai","persona":{"id":"019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e","name":"Editor","version":3,"currentVersion":4},"memories":[{"id":"019a8f2c-9000-7cc1-9d5e-3f1a2b4c5d6e","text":"I am vegetarian"}],"memoryRanking":"words","context":{"messages":5,"summaryId":null,"leftOut":0,"tokens":812}}""";

    public static void MapWhy(this RouteGroupBuilder group) =>
        group.MapGet("/{id}/messages/{mid}/why", ReadAsync).WithName("explainMessage").WithSummary("What an answer was made of: persona and its version, memories, how much of the conversation.")
            .WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<WhyShown>, ProblemHttpResult>> ReadAsync(string id, string mid, HttpContext context, ParleyDbContext db, CancellationToken cancellationToken)
    {
        var userId = CallerIdentity.UserId(context.User);
        if (await ConversationStore.FindAsync(db, userId, PathId.Read(id), cancellationToken) is not { } conversation) return ConversationEndpoints.NotFound();
        var messageId = PathId.Read(mid);
        if (await db.Set<Message>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == messageId && m.ConversationId == conversation.Id && m.UserId == userId, cancellationToken) is not { } message)
            return Problems.NotFound("There is no such message.");
        if (message.Role != MessageRole.Assistant) return Problems.Conflict("This message is the person's own: only answers are made of something.");
        var ids = message.Memories is null ? [] : JsonSerializer.Deserialize<List<Guid>>(message.Memories, StrictJson.Options)!;
        var texts = await db.Set<MemoryRow>().Where(m => m.UserId == userId && ids.Contains(m.Id) && m.State != MemoryState.Declined).ToDictionaryAsync(m => m.Id, m => m.Text, cancellationToken);
        return TypedResults.Ok(new WhyShown(
            message.Id, message.Model, message.Provider, await PersonaAsync(db, userId, message, cancellationToken), [.. ids.Select(memory => new WhyMemory(memory, texts.GetValueOrDefault(memory)))],
            MemoryRecall.Ranking, message.Context is null ? null : JsonSerializer.Deserialize<ContextUsed>(message.Context, StrictJson.Lenient)));
    }

    private static async Task<WhyPersona?> PersonaAsync(ParleyDbContext db, Guid userId, Message message, CancellationToken cancellationToken)
    {
        if (message.PersonaId is not { } id) return null;
        var now = await db.Set<Persona>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.UserId == userId, cancellationToken);
        if (now is null) return new WhyPersona(id, null, message.PersonaVersion, null);
        var then = await db.Set<PersonaVersion>().Where(v => v.PersonaId == id && v.Version == message.PersonaVersion).Select(v => v.Content).SingleOrDefaultAsync(cancellationToken);
        return new WhyPersona(id, PersonaContent.Read(then ?? now.Content).Name, message.PersonaVersion, now.Version);
    }
}
