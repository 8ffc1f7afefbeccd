using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Live;

/// <summary>Reads feeds from the database, and forgets what is old.</summary>
internal sealed class FeedTable(IDbContextFactory<ParleyDbContext> databases)
{
    /// <summary>How long events are kept: a client that was away for longer reads its lists anew.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public const int MostTogether = 200;

    /// <summary>The events behind a number, in order, some of them at least if there are any.</summary>
    public async Task<List<FeedEvent>> ReadAsync(Guid userId, long after, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<FeedEvent>().AsNoTracking().Where(e => e.UserId == userId && e.Seq > after).OrderBy(e => e.Seq).Take(MostTogether).ToListAsync(cancellationToken);
    }

    /// <summary>How far a feed is, and the number of its oldest event that is kept (one more than the last when there is none).</summary>
    public async Task<(long Last, long Oldest)> RangeAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // The oldest first: an event that is written between the two is none that was lost.
        var oldest = await db.Set<FeedEvent>().Where(e => e.UserId == userId).MinAsync(e => (long?)e.Seq, cancellationToken);
        var last = await db.Set<FeedHead>().Where(h => h.UserId == userId).Select(h => h.Last).SingleOrDefaultAsync(cancellationToken);
        return (last, oldest ?? last + 1);
    }

    /// <summary>How far the feeds of some people are.</summary>
    public async Task<Dictionary<Guid, long>> HeadsAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<FeedHead>().Where(h => people.Contains(h.UserId)).ToDictionaryAsync(h => h.UserId, h => h.Last, cancellationToken);
    }

    /// <summary>Removes events that are older than <see cref="Kept"/>.</summary>
    public async Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var old = now - Kept;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<FeedEvent>().Where(e => e.At < old).ExecuteDeleteAsync(cancellationToken);
    }
}
