using Microsoft.EntityFrameworkCore;
using Parley.Chat.Live;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Shared;

namespace Parley.Chat.Personas;

/// <summary>People's personas in the database. Every change is told in the feed, in the same transaction; whose it is stands in every query.</summary>
internal sealed class PersonaStore(IDbContextFactory<ParleyDbContext> databases, Feed feed, IRouteSource routes, TimeProvider time)
{
    private const int MostTries = 3;

    public static string Full { get; } = $"You have {Persona.MostPerPerson} personas, which is the most there can be. Delete one that you no longer use.";

    /// <summary>One of a person's that is not deleted.</summary>
    public static IQueryable<Persona> Mine(ParleyDbContext db, Guid userId, Guid id) => db.Set<Persona>().Where(p => p.UserId == userId && p.Id == id && p.DeletedAt == null);

    /// <summary>Those that come at the same moment count each other: whoever writes the default one's row holds it until the commit.</summary>
    public static Task HoldAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken) =>
        db.Set<Persona>().Where(p => p.UserId == userId && p.IsDefault).ExecuteUpdateAsync(p => p.SetProperty(x => x.Version, x => x.Version), cancellationToken);

    public static async Task<bool> IsFullAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken) =>
        await db.Set<Persona>().CountAsync(p => p.UserId == userId && p.DeletedAt == null, cancellationToken) >= Persona.MostPerPerson;

    /// <summary>The default persona's id; makes it for whoever has none yet. Once, whoever else asks at the same moment.</summary>
    public async Task<Guid> DefaultAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            if (await DefaultOf(db, userId).SingleOrDefaultAsync(cancellationToken) is { } known) return known;
        }

        for (var tries = 1; ; tries++)
        {
            try
            {
                return await databases.ChangeAsync(async db =>
                {
                    if (await DefaultOf(db, userId).SingleOrDefaultAsync(cancellationToken) is { } known) return (known, false);
                    var made = Make(userId, PersonaTemplates.Default, isDefault: true);
                    await AddAsync(db, made, cancellationToken);
                    return (made.Id, true);
                }, cancellationToken);
            }
            catch (DbUpdateException) when (tries < MostTries)
            {
                // Another request, or another node, was faster: theirs is found now.
            }
        }
    }

    /// <summary>One persona of a person.</summary>
    public async Task<Persona?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Mine(db, userId, id).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Who answers a person where a conversation names nobody.</summary>
    public async Task<Persona> CurrentAsync(Guid userId, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var usual = await DefaultAsync(userId, cancellationToken);
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var chosen = db.Set<CurrentPersona>().Where(c => c.UserId == userId).Select(c => c.PersonaId);
            var found = await db.Set<Persona>().AsNoTracking().Where(p => p.UserId == userId && p.DeletedAt == null && (p.Id == usual || chosen.Contains(p.Id))).ToListAsync(cancellationToken);
            if (found.Count > 0) return found.Find(p => p.Id != usual) ?? found[0];
            // The account was deleted and made again under us, or nothing is right with the database.
            if (tries == MostTries) throw new InvalidOperationException("A person's default persona was made and is not there.");
        }
    }

    public async Task<PersonaChange> CreateAsync(Guid userId, PersonaContent content, CancellationToken cancellationToken)
    {
        await DefaultAsync(userId, cancellationToken);
        var made = Make(userId, content.Tidy(), isDefault: false);
        var change = await databases.ChangeAsync(async db =>
        {
            await HoldAsync(db, userId, cancellationToken);
            if (await Mine(db, userId, made.Id).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } there) return (new PersonaChange(there), false);
            if (await IsFullAsync(db, userId, cancellationToken)) return (new PersonaChange(null, Conflict: Full), false);
            await AddAsync(db, made, cancellationToken);
            await TellAsync(db, made, cancellationToken);
            return (new PersonaChange(made), true);
        }, cancellationToken);
        if (change.Row is not null) feed.Wake(userId);
        return change;
    }

    /// <summary>Replaces what a persona is by a new version; what changes nothing makes none.</summary>
    public Task<PersonaChange> ReplaceAsync(Guid userId, Guid id, IfMatch match, PersonaContent content, CancellationToken cancellationToken) =>
        ChangeAsync(userId, id, match, (_, _) => Task.FromResult<(string?, int?)>((content.Tidy().Write(), null)), cancellationToken);

    /// <summary>Takes an older version back, as a new one; null where there is no such persona or version.</summary>
    public Task<PersonaChange> RestoreAsync(Guid userId, Guid id, int version, IfMatch match, CancellationToken cancellationToken) =>
        ChangeAsync(userId, id, match, async (db, _) =>
            (await db.Set<PersonaVersion>().Where(v => v.PersonaId == id && v.Version == version).Select(v => v.Content).SingleOrDefaultAsync(cancellationToken), version), cancellationToken);

    /// <summary>Chooses who answers where a conversation names nobody; null when there is no such persona.</summary>
    public async Task<Persona?> ChooseAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await DefaultAsync(userId, cancellationToken);
        var chosen = await databases.ChangeAsync(async db =>
        {
            if (await Mine(db, userId, id).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } row) return ((Persona?)null, false);
            await db.Database.ExecuteSqlAsync($"INSERT INTO current_personas (user_id, persona_id) VALUES ({userId}, {id}) ON CONFLICT (user_id) DO UPDATE SET persona_id = excluded.persona_id", cancellationToken);
            await feed.AppendAsync(db, userId, "persona.current", new { personaId = id }, cancellationToken);
            return (row, true);
        }, cancellationToken);
        if (chosen is not null) feed.Wake(userId);
        return chosen;
    }

    private async Task<PersonaChange> ChangeAsync(Guid userId, Guid id, IfMatch match, Func<ParleyDbContext, Persona, Task<(string? Content, int? From)>> change, CancellationToken cancellationToken)
    {
        var result = await databases.ChangeAsync(async db =>
        {
            var now = Now();
            // Whoever writes the row holds it until the commit: versions come one after the other.
            if (await Mine(db, userId, id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Version, x => x.Version), cancellationToken) == 0) return (new PersonaChange(null), false);
            var row = await Mine(db, userId, id).SingleAsync(cancellationToken);
            if (!match.Allows(row.Version)) return (new PersonaChange(row, IsMismatch: true), false);
            var (content, from) = await change(db, row);
            if (content is null) return (new PersonaChange(null), false);
            if (content == row.Content) return (new PersonaChange(row), false);
            (row.Content, row.Version, row.UpdatedAt) = (content, row.Version + 1, now);
            db.Add(new PersonaVersion { PersonaId = id, Version = row.Version, Content = content, RestoredFrom = from, CreatedAt = now });
            await db.SaveChangesAsync(cancellationToken);
            await db.Set<PersonaVersion>().Where(v => v.PersonaId == id && v.Version <= row.Version - PersonaVersion.MostPerPersona).ExecuteDeleteAsync(cancellationToken);
            await TellAsync(db, row, cancellationToken);
            return (new PersonaChange(row), true);
        }, cancellationToken);
        if (result is { Row: not null, IsMismatch: false }) feed.Wake(userId);
        return result;
    }

    private static async Task AddAsync(ParleyDbContext db, Persona made, CancellationToken cancellationToken)
    {
        db.Add(made);
        db.Add(new PersonaVersion { PersonaId = made.Id, Version = made.Version, Content = made.Content, CreatedAt = made.CreatedAt });
        await db.SaveChangesAsync(cancellationToken);
    }

    private Task<long> TellAsync(ParleyDbContext db, Persona row, CancellationToken cancellationToken) => feed.AppendAsync(db, row.UserId, "persona", PersonaShown.Of(row, routes), cancellationToken);

    private Persona Make(Guid userId, PersonaContent content, bool isDefault)
    {
        var now = Now();
        return new Persona { Id = Guid.CreateVersion7(now), UserId = userId, IsDefault = isDefault, Content = content.Write(), Version = 1, CreatedAt = now, UpdatedAt = now };
    }

    private static IQueryable<Guid?> DefaultOf(ParleyDbContext db, Guid userId) => db.Set<Persona>().Where(p => p.UserId == userId && p.IsDefault).Select(p => (Guid?)p.Id);

    // PostgreSQL keeps microseconds; whole milliseconds are the same everywhere.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
