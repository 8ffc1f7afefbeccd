using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Parley.Data;
using Parley.Gateway.Ports;

namespace Parley.Providers.ResponseCache;

/// <summary>
/// The answers in the database, for all nodes and for the next start. Whoever writes looks at the change stamp in the same
/// transaction: an answer that was asked for before a removal is not written behind it, on whichever node.
/// </summary>
internal sealed class CacheTable(IDbContextFactory<ParleyDbContext> databases, DatabaseCommands commands, DatabaseOptions database)
{
    private const int Together = 1000;

    private const string Upsert =
        """
        INSERT INTO response_cache (owner, digest, model, tags, created_at, expires_at, bytes, record) VALUES (@owner, @digest, @model, @tags, @created, @expires, @bytes, @record)
        ON CONFLICT (owner, digest) DO UPDATE SET model = excluded.model, tags = excluded.tags, created_at = excluded.created_at, expires_at = excluded.expires_at,
            bytes = excluded.bytes, record = excluded.record
        """;

    /// <summary>Every miss asks.</summary>
    public async Task<CachedResponse?> FindAsync(CacheKey key, CancellationToken cancellationToken) => (await commands.ReadAsync(
        "SELECT model, created_at, expires_at, record FROM response_cache WHERE owner = @owner AND digest = @digest",
        row => new CachedResponse(row.GetString(0), commands.Instant(row, 1), commands.Instant(row, 2), row.GetFieldValue<byte[]>(3)),
        cancellationToken, ("owner", key.Owner.Name), ("digest", key.ToBytes()))).FirstOrDefault();

    /// <summary>The number of the newest removal.</summary>
    public async Task<long> StampAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<ChangeStamp>().Where(s => s.Topic == CacheStamp.Topic).Select(s => s.Version).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Writes answers, in the place of earlier ones; leaves out those before the newest removal.</summary>
    public Task WriteAsync(IReadOnlyList<PendingAnswer> answers, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        var stamp = await HoldStampAsync(db, cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = Upsert;
        foreach (var (key, response, _) in answers.Where(a => a.Stamp == stamp))
        {
            // One command for all: it is understood once.
            command.Parameters.Clear();
            var record = response.Record.ToArray();
            commands.Add(command, "owner", key.Owner.Name);
            commands.Add(command, "digest", key.ToBytes());
            commands.Add(command, "model", response.Model);
            commands.Add(command, "tags", response.Tags.Count == 0 ? null : $" {string.Join(' ', response.Tags)} ");
            commands.Add(command, "created", response.CreatedAt);
            commands.Add(command, "expires", response.ExpiresAt);
            commands.Add(command, "bytes", record.Length);
            commands.Add(command, "record", record);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return (true, true);
    }, cancellationToken);

    /// <summary>Removes an owner's answers (null: everybody's) of one model (null: of all) that belong to something (null: to whatever), and raises the stamp; returns how many there were.</summary>
    public Task<int> RemoveAsync(CacheOwner? owner, string? model, string? tag, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        // First the stamp: whoever writes waits for it, or is waited for here and seen by what follows.
        await ChangeStamp.RaiseAsync(db, CacheStamp.Topic, cancellationToken);
        var rows = Of(db, owner);
        if (model is not null) rows = rows.Where(r => r.Model == model);
        var word = $" {tag} ";
        if (tag is not null) rows = rows.Where(r => r.Tags != null && r.Tags.Contains(word));
        return (await rows.ExecuteDeleteAsync(cancellationToken), true);
    }, cancellationToken);

    /// <summary>What is kept for an owner (null: for everybody), by model, the most bytes first.</summary>
    public async Task<IReadOnlyList<CacheTotals>> TotalsAsync(CacheOwner? owner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var totals = await Of(db, owner).Where(r => r.ExpiresAt > now).GroupBy(r => r.Model)
            .Select(g => new { Model = g.Key, Entries = g.LongCount(), Bytes = g.Sum(r => (long)r.Bytes) }).ToListAsync(cancellationToken);
        return [.. totals.OrderByDescending(t => t.Bytes).ThenBy(t => t.Model, StringComparer.Ordinal).Select(t => new CacheTotals(t.Model, t.Entries, t.Bytes))];
    }

    /// <summary>Removes what is over its time, and the oldest of what is too much.</summary>
    public async Task SweepAsync(DateTimeOffset now, long maxBytes, CancellationToken cancellationToken)
    {
        await commands.WriteAsync("DELETE FROM response_cache WHERE expires_at <= @now", cancellationToken, ("now", now));
        if ((await commands.ReadAsync("SELECT COALESCE(SUM(bytes), 0) FROM response_cache", row => row.GetInt64(0), cancellationToken))[0] <= maxBytes) return;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = db.Set<CacheRow>();
        while (await rows.SumAsync(r => (long)r.Bytes, cancellationToken) - maxBytes is > 0 and var excess)
        {
            var oldest = await rows.OrderBy(r => r.CreatedAt).Select(r => new { r.CreatedAt, r.Bytes }).Take(Together).ToListAsync(cancellationToken);
            if (oldest.Count == 0) return;
            var last = oldest[^1].CreatedAt;
            foreach (var row in oldest)
            {
                excess -= row.Bytes;
                if (excess > 0) continue;
                last = row.CreatedAt;
                break;
            }

            await rows.Where(r => r.CreatedAt <= last).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private static IQueryable<CacheRow> Of(ParleyDbContext db, CacheOwner? owner) =>
        owner is { Name: var name } ? db.Set<CacheRow>().Where(r => r.Owner == name) : db.Set<CacheRow>();

    /// <summary>The stamp, which nobody raises until this transaction ends. SQLite has one writer at a time as it is.</summary>
    private async Task<long> HoldStampAsync(ParleyDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"INSERT INTO change_stamps (topic, version) VALUES ({CacheStamp.Topic}, 0) ON CONFLICT (topic) DO NOTHING", cancellationToken);
        var stamps = database.IsPostgres
            ? db.Database.SqlQuery<long>($"SELECT version AS \"Value\" FROM change_stamps WHERE topic = {CacheStamp.Topic} FOR SHARE")
            : db.Database.SqlQuery<long>($"SELECT version AS \"Value\" FROM change_stamps WHERE topic = {CacheStamp.Topic}");
        return (await stamps.ToListAsync(cancellationToken))[0];
    }
}
