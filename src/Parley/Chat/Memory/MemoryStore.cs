using Microsoft.EntityFrameworkCore;
using Parley.Chat.Live;
using Parley.Chat.Personas;
using Parley.Data;
using Parley.Shared;

namespace Parley.Chat.Memory;

/// <summary>What personas remember, in the database. Every change is told in the feed, in the same transaction; whose it is stands in every query.</summary>
internal sealed class MemoryStore(IDbContextFactory<ParleyDbContext> databases, Feed feed, TimeProvider time)
{
    private const int MostTries = 3;

    public static string Full { get; } = $"This persona remembers {MemoryRow.MostPerPersona} things, which is the most there can be. Forget some that no longer matter.";

    /// <summary>Those of a persona that is not deleted, and that are not turned down.</summary>
    public static IQueryable<MemoryRow> Of(ParleyDbContext db, Guid userId, Guid personaId) => All(db, userId, personaId).AsNoTracking().Where(m => m.State != MemoryState.Declined);

    /// <summary>
    /// Keeps something. What is kept already is not kept twice: it is the result, approved where it was proposed before. What was turned down is not proposed again, and kept when the
    /// person says so themselves.
    /// </summary>
    public async Task<MemoryChange> AddAsync(Guid userId, Guid personaId, string text, MemorySource source, Guid? messageId, CancellationToken cancellationToken)
    {
        var tidy = MemoryText.Tidy(text);
        for (var tries = 1; ; tries++)
        {
            try
            {
                var change = await databases.ChangeAsync(async db =>
                {
                    var result = await AddAsync(db, userId, personaId, tidy, source, messageId, cancellationToken);
                    return (result.Change, result.Changed);
                }, cancellationToken);
                feed.Wake(userId);
                return change;
            }
            catch (DbUpdateException) when (tries < MostTries)
            {
                // The same was kept at the same moment: it is found now.
            }
        }
    }

    /// <summary>Changes the text, approves, or both.</summary>
    public async Task<MemoryChange> ChangeAsync(Guid userId, Guid personaId, Guid id, IfMatch match, MemoryPatch patch, CancellationToken cancellationToken)
    {
        var text = patch.Text is null ? null : MemoryText.Tidy(patch.Text);
        var change = await databases.ChangeAsync(async db =>
        {
            var mine = Mine(db, userId, personaId, id);
            // Whoever writes the row holds it until the commit.
            if (await mine.ExecuteUpdateAsync(m => m.SetProperty(x => x.Version, x => x.Version + 1), cancellationToken) == 0) return (new MemoryChange(null), false);
            var row = await mine.SingleAsync(cancellationToken);
            if (!match.Allows(row.Version - 1)) return (new MemoryChange(Before(row), IsMismatch: true), false);
            if (text is not null && text != row.Text)
            {
                var key = MemoryKey.Of(text);
                var twin = await db.Set<MemoryRow>().AsNoTracking().SingleOrDefaultAsync(m => m.PersonaId == personaId && m.TextKey == key && m.Id != id, cancellationToken);
                if (twin is { State: not MemoryState.Declined }) return (new MemoryChange(row, Conflict: "This persona remembers that already. Nothing was changed."), false);
                if (twin is not null) await db.Set<MemoryRow>().Where(m => m.Id == twin.Id).ExecuteDeleteAsync(cancellationToken);
                (row.Text, row.TextKey) = (text, key);
            }

            (row.State, row.UpdatedAt) = (patch.State ?? row.State, Now());
            await db.SaveChangesAsync(cancellationToken);
            await feed.AppendAsync(db, userId, "memory", MemoryShown.Of(row), cancellationToken);
            return (new MemoryChange(row), true);
        }, cancellationToken);
        if (change is { Row: not null, IsMismatch: false, Conflict: null }) feed.Wake(userId);
        return change;
    }

    /// <summary>Forgets something for good. Of a proposal that is turned down only the mark stays that it was.</summary>
    public async Task<MemoryChange> ForgetAsync(Guid userId, Guid personaId, Guid id, IfMatch match, CancellationToken cancellationToken)
    {
        var change = await databases.ChangeAsync(async db =>
        {
            var mine = Mine(db, userId, personaId, id);
            if (await mine.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } row) return (new MemoryChange(null), false);
            if (!match.Allows(row.Version)) return (new MemoryChange(row, IsMismatch: true), false);
            mine = mine.Where(m => m.Version == row.Version);
            var gone = row.State == MemoryState.Proposed
                ? await mine.ExecuteUpdateAsync(m => m.SetProperty(x => x.State, MemoryState.Declined).SetProperty(x => x.Text, "").SetProperty(x => x.Version, x => x.Version + 1), cancellationToken)
                : await mine.ExecuteDeleteAsync(cancellationToken);
            if (gone == 0) return (new MemoryChange(row, IsMismatch: true), false);
            await Feed.EraseAsync(db, userId, ["memory"], "id", id, "memory.removed", new { id, personaId }, cancellationToken);
            await feed.AppendAsync(db, userId, "memory.removed", new { id, personaId }, cancellationToken);
            return (new MemoryChange(row), true);
        }, cancellationToken);
        if (change is { Row: not null, IsMismatch: false }) feed.Wake(userId);
        return change;
    }

    /// <summary>Forgets everything that a persona remembers, and turns its proposals down; how many those were.</summary>
    public async Task<int> ForgetAllAsync(Guid userId, Guid personaId, CancellationToken cancellationToken)
    {
        var gone = await databases.ChangeAsync(async db =>
        {
            var mine = All(db, userId, personaId);
            var declined = await mine.Where(m => m.State == MemoryState.Proposed)
                .ExecuteUpdateAsync(m => m.SetProperty(x => x.State, MemoryState.Declined).SetProperty(x => x.Text, "").SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);
            var count = declined + await mine.Where(m => m.State == MemoryState.Active).ExecuteDeleteAsync(cancellationToken);
            await Feed.EraseAsync(db, userId, ["memory"], "personaId", personaId, "memory.removed", new { personaId, all = true }, cancellationToken);
            if (count > 0) await feed.AppendAsync(db, userId, "memory.removed", new { personaId, all = true }, cancellationToken);
            return (count, count > 0);
        }, cancellationToken);
        if (gone > 0) feed.Wake(userId);
        return gone;
    }

    private async Task<(MemoryChange Change, bool Changed)> AddAsync(ParleyDbContext db, Guid userId, Guid personaId, string text, MemorySource source, Guid? messageId, CancellationToken cancellationToken)
    {
        // Whoever writes the persona's row holds it until the commit: what is kept at the same moment is counted.
        if (await PersonaStore.Mine(db, userId, personaId).ExecuteUpdateAsync(p => p.SetProperty(x => x.Version, x => x.Version), cancellationToken) == 0) return (new MemoryChange(null), false);
        var key = MemoryKey.Of(text);
        var (now, state) = (Now(), source == MemorySource.Proposed ? MemoryState.Proposed : MemoryState.Active);
        var row = await db.Set<MemoryRow>().SingleOrDefaultAsync(m => m.PersonaId == personaId && m.UserId == userId && m.TextKey == key, cancellationToken);
        if (row is not null && (state == MemoryState.Proposed || row.State == MemoryState.Active)) return (new MemoryChange(row), false);
        var isNew = row is null;
        if (row is null)
        {
            if (await Of(db, userId, personaId).CountAsync(cancellationToken) >= MemoryRow.MostPerPersona) return (new MemoryChange(null, Conflict: Full), false);
            row = new MemoryRow
            {
                Id = Guid.CreateVersion7(now), UserId = userId, PersonaId = personaId, Text = text, TextKey = key, State = state, Source = source, MessageId = messageId, CreatedAt = now, UpdatedAt = now, Version = 1,
            };
            db.Add(row);
        }
        else (row.Text, row.State, row.UpdatedAt, row.Version) = (text, state, now, row.Version + 1);

        await db.SaveChangesAsync(cancellationToken);
        await feed.AppendAsync(db, userId, "memory", MemoryShown.Of(row), cancellationToken);
        return (new MemoryChange(row, isNew), true);
    }

    private static IQueryable<MemoryRow> Mine(ParleyDbContext db, Guid userId, Guid personaId, Guid id) =>
        All(db, userId, personaId).Where(m => m.Id == id && m.State != MemoryState.Declined);

    private static IQueryable<MemoryRow> All(ParleyDbContext db, Guid userId, Guid personaId) =>
        db.Set<MemoryRow>().Where(m => m.UserId == userId && m.PersonaId == personaId && PersonaStore.Mine(db, userId, personaId).Any());

    private static MemoryRow Before(MemoryRow row)
    {
        row.Version--;
        return row;
    }

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
