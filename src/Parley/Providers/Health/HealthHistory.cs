using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Model;

namespace Parley.Providers.Health;

/// <summary>The stored minutes of all nodes.</summary>
internal sealed class HealthHistory(IDbContextFactory<ParleyDbContext> databases, HealthMinutes minutes, TimeProvider time)
{
    /// <summary>Older minutes are removed.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Stores all minutes that are over, in one transaction.</summary>
    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        var rows = minutes.Finished();
        if (rows.Count == 0) return;
        await databases.ChangeAsync(async db =>
        {
            // A commit whose answer was lost is done once more.
            var (first, node) = (rows.Min(r => r.Minute), minutes.Node);
            var there = (await db.Set<ProviderHealthMinute>().Where(r => r.Minute >= first && r.Node == node).Select(r => new { r.Provider, r.Minute }).ToListAsync(cancellationToken)).ToHashSet();
            db.AddRange(rows.Where(r => !there.Contains(new { r.Provider, r.Minute })));
            await db.SaveChangesAsync(cancellationToken);
            return (true, Changed: true);
        }, cancellationToken);
        minutes.Forget(rows);
    }

    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        var oldest = HealthMinutes.MinuteOf(time.GetUtcNow() - Kept);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<ProviderHealthMinute>().Where(r => r.Minute < oldest).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The latest minute that any node stored, of what all stored of it; null when none did, or all of it is too old.</summary>
    public async Task<ProviderHealthMinute?> LatestAsync(string provider, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = db.Set<ProviderHealthMinute>().AsNoTracking().Where(r => r.Provider == provider);
        if (await rows.MaxAsync(r => (long?)r.Minute, cancellationToken) is not { } latest) return null;
        return HealthMerge.Merge(await rows.Where(r => r.Minute == latest).ToListAsync(cancellationToken)).FirstOrDefault();
    }

    /// <summary>The minutes that the time touches, oldest first, up to this moment.</summary>
    public async Task<IReadOnlyList<ProviderHealthMinute>> ReadAsync(string provider, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // From memory first: what is stored meanwhile is found in the table, and taken once.
        var (from, to) = (HealthMinutes.MinuteOf(since), HealthMinutes.MinuteOf(until.AddTicks(-1)));
        var fresh = minutes.Of(provider).Where(r => r.Minute >= from && r.Minute <= to).ToList();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var stored = await db.Set<ProviderHealthMinute>().AsNoTracking().Where(r => r.Provider == provider && r.Minute >= from && r.Minute <= to).ToListAsync(cancellationToken);
        return [.. HealthMerge.Merge(stored.Concat(fresh).DistinctBy(r => (r.Minute, r.Node)))];
    }
}
