using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Shared;

namespace Parley.Chat.Personas;

/// <summary>Deletes personas and takes them back. A deleted one is nowhere but here: nothing asks it, nothing shows what it remembers.</summary>
internal sealed class PersonaBin(IDbContextFactory<ParleyDbContext> databases, Feed feed, IRouteSource routes, TimeProvider time)
{
    /// <summary>Deleted personas can be restored as long as deleted conversations.</summary>
    public static readonly TimeSpan Keep = ConversationStore.Keep;

    /// <summary>Puts a persona where it can be restored from. Conversations that it answered in go on with the current one.</summary>
    public Task<PersonaChange> DeleteAsync(Guid userId, Guid id, IfMatch match, CancellationToken cancellationToken) => RemoveAsync(userId, id, match, async (db, mine) =>
    {
        var (now, oldest) = (Now(), Now() - Keep);
        if (await mine.Where(p => p.DeletedAt == null).ExecuteUpdateAsync(p => p.SetProperty(x => x.DeletedAt, now), cancellationToken) == 0) return false;
        await db.Set<Conversation>().Where(c => c.UserId == userId && c.PersonaId == id)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.PersonaId, (Guid?)null).SetProperty(x => x.FormerPersonaId, id).SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);
        // Making and deleting in turn does not fill the database: as many are kept as there can be of those that are not deleted.
        var kept = Deleted(db, userId, oldest).OrderByDescending(p => p.DeletedAt).ThenByDescending(p => p.Id).Select(p => p.Id).Take(Persona.MostPerPerson);
        await db.Set<Persona>().Where(p => p.UserId == userId && p.DeletedAt != null && !kept.Contains(p.Id)).ExecuteDeleteAsync(cancellationToken);
        return true;
    }, isDeleted: false, cancellationToken);

    /// <summary>Destroys a persona, deleted or not, with its versions and memories.</summary>
    public Task<PersonaChange> DestroyAsync(Guid userId, Guid id, IfMatch match, CancellationToken cancellationToken) => RemoveAsync(userId, id, match, async (db, mine) =>
    {
        if (await mine.ExecuteDeleteAsync(cancellationToken) == 0) return false;
        await db.Set<Conversation>().Where(c => c.UserId == userId && c.PersonaId == id)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.PersonaId, (Guid?)null).SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);
        await db.Set<Conversation>().Where(c => c.UserId == userId && c.FormerPersonaId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.FormerPersonaId, (Guid?)null), cancellationToken);
        return true;
    }, isDeleted: true, cancellationToken);

    /// <summary>Takes a deleted persona back, with what it remembers, and into the conversations where nobody else was chosen meanwhile. One that is not deleted stays as it is.</summary>
    public async Task<PersonaChange> RestoreAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        var oldest = Now() - Keep;
        var change = await databases.ChangeAsync(async db =>
        {
            await PersonaStore.HoldAsync(db, userId, cancellationToken);
            if (await PersonaStore.Mine(db, userId, id).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } there) return (new PersonaChange(there), false);
            if (await Deleted(db, userId, oldest).AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } row) return (new PersonaChange(null), false);
            if (await PersonaStore.IsFullAsync(db, userId, cancellationToken)) return (new PersonaChange(row, Conflict: PersonaStore.Full), false);
            if (await Deleted(db, userId, oldest).Where(p => p.Id == id).ExecuteUpdateAsync(p => p.SetProperty(x => x.DeletedAt, (DateTimeOffset?)null), cancellationToken) == 0) return (new PersonaChange(null), false);
            await db.Set<Conversation>().Where(c => c.UserId == userId && c.FormerPersonaId == id && c.PersonaId == null)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.PersonaId, id).SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);
            await db.Set<Conversation>().Where(c => c.UserId == userId && c.FormerPersonaId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.FormerPersonaId, (Guid?)null), cancellationToken);
            row.DeletedAt = null;
            await feed.AppendAsync(db, userId, "persona", PersonaShown.Of(row, routes), cancellationToken);
            return (new PersonaChange(row), true);
        }, cancellationToken);
        if (change is { Row: not null, Conflict: null }) feed.Wake(userId);
        return change;
    }

    /// <summary>Those that can be restored, those first that were deleted last.</summary>
    public async Task<List<Persona>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Deleted(db, userId, Now() - Keep).AsNoTracking().OrderByDescending(p => p.DeletedAt).ThenByDescending(p => p.Id).ToListAsync(cancellationToken);
    }

    private async Task<PersonaChange> RemoveAsync(Guid userId, Guid id, IfMatch match, Func<ParleyDbContext, IQueryable<Persona>, Task<bool>> remove, bool isDeleted, CancellationToken cancellationToken)
    {
        var change = await databases.ChangeAsync(async db =>
        {
            var mine = db.Set<Persona>().Where(p => p.UserId == userId && p.Id == id && (isDeleted || p.DeletedAt == null));
            if (await mine.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } row) return (new PersonaChange(null), false);
            if (row.IsDefault) return (new PersonaChange(row, Conflict: "The default persona cannot be deleted: it answers where no other is chosen. Change it instead, or choose another as the current one."), false);
            if (!match.Allows(row.Version)) return (new PersonaChange(row, IsMismatch: true), false);
            // Whoever changes it at this moment is too late for this one, or this one is too late for them.
            if (!await remove(db, mine.Where(p => p.Version == row.Version))) return (new PersonaChange(row, IsMismatch: true), false);
            await Feed.EraseAsync(db, userId, ["persona"], "id", id, "persona.removed", new { id }, cancellationToken);
            await Feed.EraseAsync(db, userId, ["memory"], "personaId", id, "persona.removed", new { id }, cancellationToken);
            await feed.AppendAsync(db, userId, "persona.removed", new { id }, cancellationToken);
            return (new PersonaChange(row), true);
        }, cancellationToken);
        if (change is { Row: not null, IsMismatch: false, Conflict: null }) feed.Wake(userId);
        return change;
    }

    private static IQueryable<Persona> Deleted(ParleyDbContext db, Guid userId, DateTimeOffset oldest) => db.Set<Persona>().Where(p => p.UserId == userId && p.DeletedAt >= oldest);

    // PostgreSQL keeps microseconds; whole milliseconds are the same everywhere.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
