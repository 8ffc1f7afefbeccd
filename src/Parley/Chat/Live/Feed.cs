using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Shared;

namespace Parley.Chat.Live;

/// <summary>Tells all tabs, devices and clients of a person what changed. An event is a row of the same transaction as the change that it tells of.</summary>
internal sealed class Feed(FeedSignal signal, TimeProvider time)
{
    /// <summary>Appends an event within the caller's transaction, which must exist. After the commit, <see cref="Wake"/>.</summary>
    public async Task<long> AppendAsync<T>(ParleyDbContext db, Guid userId, string kind, T data, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("An event belongs to the transaction of what it tells of.");
        // Whoever numbers an event holds its person's row until the commit: numbers and commits have one order.
        var seq = (await db.Database.SqlQuery<long>(
            $"INSERT INTO feed_heads (user_id, last) VALUES ({userId}, 1) ON CONFLICT (user_id) DO UPDATE SET last = feed_heads.last + 1 RETURNING last AS \"Value\"").ToListAsync(cancellationToken))[0];
        db.Add(new FeedEvent { UserId = userId, Seq = seq, Kind = kind, Data = JsonSerializer.Serialize(data, StrictJson.Options), At = time.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
        return seq;
    }

    /// <summary>The transaction is committed: whoever follows this person's feed may look.</summary>
    public void Wake(Guid userId) => signal.Wake(userId);
}
