using Microsoft.EntityFrameworkCore;
using Parley.Chat.Memory;
using Parley.Chat.Model;
using Parley.Chat.Pages.Reading;
using Parley.Chat.Personas;
using Parley.Data;
using Parley.Identity;

namespace Parley.Chat.Pages.Memories;

/// <summary>Puts the page of a persona's memories together.</summary>
internal sealed class MemoryReader(IDbContextFactory<ParleyDbContext> databases, PersonaStore personas, PersonaReader reader, PreferenceStore preferences, MemoryModel embedding)
{
    private const int Page = 100;

    /// <summary>Null when there is no such persona of this person.</summary>
    public async Task<MemoriesPage.View?> ReadAsync(Guid userId, Guid personaId, Guid? before, CancellationToken cancellationToken)
    {
        if (await personas.FindAsync(userId, personaId, cancellationToken) is not { } persona) return null;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var mine = MemoryStore.Of(db, userId, personaId);
        var proposed = before is null ? await mine.Where(m => m.State == MemoryState.Proposed).OrderByDescending(m => m.Id).ToListAsync(cancellationToken) : [];
        var kept = mine.Where(m => m.State == MemoryState.Active);
        if (before is { } last) kept = kept.Where(m => m.Id.CompareTo(last) < 0);
        var rows = await kept.OrderByDescending(m => m.Id).Take(Page + 1).ToListAsync(cancellationToken);
        var paths = await PathsAsync(db, userId, [.. proposed.Concat(rows).Select(m => m.MessageId).OfType<Guid>()], cancellationToken);
        var content = PersonaContent.Read(persona.Content);
        var wishes = await preferences.ReadAsync(userId, cancellationToken);
        return new MemoriesPage.View(await reader.PickAsync(userId, null, cancellationToken, withCounts: true), personaId, content.Name)
        {
            IsOn = wishes.Memory, Uses = content.UsesMemory, Proposes = content.ProposesMemories, MayPropose = wishes.MemoryProposals, Embedding = embedding.Current?.Model, EmbeddingProvider = embedding.Current?.OwnedBy,
            Proposed = proposed.ConvertAll(m => Item(m, paths)), Kept = [.. rows.Take(Page).Select(m => Item(m, paths))], Older = rows.Count > Page ? rows[Page - 1].Id : null,
        };
    }

    private static MemoryItem Item(MemoryRow m, Dictionary<Guid, Guid> paths) => new(m.Id, m.Text, m.Source.ToString().ToLowerInvariant(), m.CreatedAt, m.Version,
        m.MessageId is { } message && paths.TryGetValue(message, out var conversation) ? $"/c/{conversation}?at={message}#m-{message}" : null);

    private static async Task<Dictionary<Guid, Guid>> PathsAsync(ParleyDbContext db, Guid userId, List<Guid> messages, CancellationToken cancellationToken) => messages.Count == 0 ? [] : await (
        from m in db.Set<Message>()
        join c in db.Set<Conversation>() on m.ConversationId equals c.Id
        where m.UserId == userId && messages.Contains(m.Id) && c.DeletedAt == null
        select new { m.Id, m.ConversationId }).ToDictionaryAsync(m => m.Id, m => m.ConversationId, cancellationToken);
}
