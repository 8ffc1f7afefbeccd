using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Memory;
using Parley.Chat.Model;
using Parley.Chat.Personas;
using Parley.Data;
using Parley.Shared;

namespace Parley.Chat.Context;

/// <summary>Gathers what an answer was made of.</summary>
internal static class WhyReader
{
    /// <summary>A message of a person's conversation; null when there is none.</summary>
    public static async Task<Message?> FindAsync(ParleyDbContext db, Guid userId, Guid conversationId, Guid messageId, CancellationToken cancellationToken) =>
        await db.Set<Message>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == messageId && m.ConversationId == conversationId && m.UserId == userId, cancellationToken);

    public static async Task<WhyShown> ReadAsync(ParleyDbContext db, Message answer, CancellationToken cancellationToken)
    {
        var userId = answer.UserId;
        var ids = answer.Memories is null ? [] : JsonSerializer.Deserialize<List<Guid>>(answer.Memories, StrictJson.Options)!;
        var texts = await db.Set<MemoryRow>().Where(m => m.UserId == userId && ids.Contains(m.Id) && m.State != MemoryState.Declined && db.Set<Persona>().Any(p => p.Id == m.PersonaId && p.DeletedAt == null)).ToDictionaryAsync(m => m.Id, m => m.Text, cancellationToken);
        var used = answer.Context is null ? null : ContextUsed.Read(answer.Context);
        return new WhyShown(
            answer.Id, answer.Model, answer.Provider, answer.AnsweredBy, await PersonaAsync(db, answer, cancellationToken), [.. ids.Select(memory => new WhyMemory(memory, texts.GetValueOrDefault(memory)))],
            used?.MemoryRanking ?? (ids.Count > 0 ? MemoryRanking.Words : null), used, await SummaryAsync(db, answer, used, cancellationToken), await FilesAsync(db, answer, used, cancellationToken), answer.RequestId, answer.InputTokens, answer.OutputTokens, MessageCost.Of(answer.CostUsd));
    }

    private static async Task<WhyPersona?> PersonaAsync(ParleyDbContext db, Message answer, CancellationToken cancellationToken)
    {
        if (answer.PersonaId is not { } id) return null;
        var now = await PersonaStore.Mine(db, answer.UserId, id).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (now is null) return new WhyPersona(id, null, answer.PersonaVersion, null);
        var then = await db.Set<PersonaVersion>().Where(v => v.PersonaId == id && v.Version == answer.PersonaVersion).Select(v => v.Content).SingleOrDefaultAsync(cancellationToken);
        return new WhyPersona(id, PersonaContent.Read(then ?? now.Content).Name, answer.PersonaVersion, now.Version);
    }

    private static async Task<WhySummary?> SummaryAsync(ParleyDbContext db, Message answer, ContextUsed? used, CancellationToken cancellationToken)
    {
        if (used?.SummaryId is not { } id) return null;
        var row = await db.Set<ConversationSummary>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.ConversationId == answer.ConversationId, cancellationToken);
        return new WhySummary(id, row?.Messages, row?.Text, row?.Model);
    }

    /// <summary>Of the messages that were given as they are: the end of the branch.</summary>
    private static async Task<IReadOnlyList<FileOfMessage>> FilesAsync(ParleyDbContext db, Message answer, ContextUsed? used, CancellationToken cancellationToken)
    {
        if (answer.ParentId is not { } question) return [];
        var path = await Branches.PathAsync(db, answer.UserId, answer.ConversationId, question, cancellationToken);
        List<Guid> given = [.. path.TakeLast(used?.Messages ?? 1)];
        var files = await FileOfMessage.OfMessagesAsync(db, answer.UserId, given, cancellationToken);
        return [.. given.SelectMany(id => files[id]).DistinctBy(f => f.Id)];
    }
}
