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

    /// <summary>
    /// Takes the words of something that is destroyed out of the events that told of it, within the caller's transaction: whoever comes late hears only that it is gone, and the numbers stay
    /// without gaps.
    /// </summary>
    /// <param name="db">The caller's.</param>
    /// <param name="userId">Whose feed.</param>
    /// <param name="kinds">The kinds of events that told of it.</param>
    /// <param name="member">The member of their data that names it.</param>
    /// <param name="id">Its id; null for everything of these kinds.</param>
    /// <param name="kind">What is told instead.</param>
    /// <param name="data">Its data.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task<int> EraseAsync<T>(ParleyDbContext db, Guid userId, string[] kinds, string member, Guid? id, string kind, T data, CancellationToken cancellationToken)
    {
        var told = db.Set<FeedEvent>().Where(e => e.UserId == userId && kinds.Contains(e.Kind));
        // In a text the quotes would be escaped.
        if (id is not null) told = told.Where(e => e.Data.Contains($"\"{member}\":\"{id}\""));
        var json = JsonSerializer.Serialize(data, StrictJson.Options);
        return told.ExecuteUpdateAsync(e => e.SetProperty(x => x.Kind, kind).SetProperty(x => x.Data, json), cancellationToken);
    }

    /// <summary>The transaction is committed: whoever follows this person's feed may look.</summary>
    public void Wake(Guid userId) => signal.Wake(userId);
}
