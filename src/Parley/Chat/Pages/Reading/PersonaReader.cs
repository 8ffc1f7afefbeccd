using Microsoft.EntityFrameworkCore;
using Parley.Chat.Memory;
using Parley.Chat.Personas;
using Parley.Data;
using Parley.Gateway.Ports;

namespace Parley.Chat.Pages.Reading;

/// <summary>Reads personas for pages.</summary>
internal sealed class PersonaReader(IDbContextFactory<ParleyDbContext> databases, PersonaStore store, IRouteSource routes)
{
    /// <summary>All of a person's, with the one that is wanted chosen; where it is not theirs, the current one.</summary>
    public async Task<PersonaPick> PickAsync(Guid userId, Guid? wanted, CancellationToken cancellationToken, bool withCounts = false)
    {
        var usual = await store.DefaultAsync(userId, cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<Persona>().AsNoTracking().Where(p => p.UserId == userId && p.DeletedAt == null).OrderBy(p => p.Id).ToListAsync(cancellationToken);
        var chosen = await db.Set<CurrentPersona>().Where(c => c.UserId == userId).Select(c => (Guid?)c.PersonaId).SingleOrDefaultAsync(cancellationToken);
        var current = rows.Find(p => p.Id == chosen)?.Id ?? usual;
        var counts = withCounts ? await CountAsync(db, userId, cancellationToken) : [];
        var all = rows.ConvertAll(row => Item(row, current) with { Memories = counts.GetValueOrDefault((row.Id, MemoryState.Active)), Proposed = counts.GetValueOrDefault((row.Id, MemoryState.Proposed)) });
        return new PersonaPick(all, wanted is { } id && all.Exists(p => p.Id == id) ? id : current);
    }

    /// <summary>Proposals of all of a person's personas.</summary>
    public async Task<WaitingMemories> WaitingAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var waiting = await OfPerson(db, userId).Where(m => m.State == MemoryState.Proposed).OrderByDescending(m => m.Id).Select(m => m.PersonaId).ToListAsync(cancellationToken);
        return waiting.Count == 0 ? WaitingMemories.None : new WaitingMemories(waiting.Count, waiting[0]);
    }

    /// <summary>What was noted from these messages, and what is proposed, by message.</summary>
    public static async Task<ILookup<Guid, MemoryLine>> LinesAsync(ParleyDbContext db, Guid userId, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        var rows = await OfPerson(db, userId).Where(m => m.MessageId != null && messageIds.Contains(m.MessageId.Value))
            .Where(m => m.State == MemoryState.Proposed || (m.State == MemoryState.Active && m.Source == MemorySource.Said)).OrderBy(m => m.Id).ToListAsync(cancellationToken);
        return rows.ToLookup(m => m.MessageId!.Value, m => new MemoryLine(m.Id, m.PersonaId, m.Text, m.State == MemoryState.Proposed));
    }

    private PersonaItem Item(Persona row, Guid current)
    {
        var content = PersonaContent.Read(row.Content);
        return new PersonaItem
        {
            Id = row.Id, Name = content.Name, Look = PersonaLook.Of(content.Name, content.Avatar), Description = content.Description, Greeting = content.Greeting, Starters = content.Starters,
            Model = content.Model is { } model && routes.Current.Find(model) is not null ? model : null, IsDefault = row.IsDefault, IsCurrent = row.Id == current,
        };
    }

    private static async Task<Dictionary<(Guid, MemoryState), int>> CountAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken) =>
        (await OfPerson(db, userId).GroupBy(m => new { m.PersonaId, m.State }).Select(g => new { g.Key.PersonaId, g.Key.State, Count = g.Count() }).ToListAsync(cancellationToken))
        .ToDictionary(g => (g.PersonaId, g.State), g => g.Count);

    /// <summary>By way of the personas, of which a person has few: memories are found by theirs.</summary>
    private static IQueryable<MemoryRow> OfPerson(ParleyDbContext db, Guid userId) =>
        db.Set<MemoryRow>().AsNoTracking().Where(m => m.UserId == userId && db.Set<Persona>().Where(p => p.UserId == userId && p.DeletedAt == null).Select(p => p.Id).Contains(m.PersonaId));
}
