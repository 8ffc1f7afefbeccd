using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Model;

namespace Parley.Providers.Health;

/// <summary>The stored minutes of all nodes.</summary>
internal sealed class HealthHistory(IDbContextFactory<ParleyDbContext> databases, DatabaseCommands commands, HealthMinutes minutes, TimeProvider time)
{
    /// <summary>Older minutes are removed.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    // A commit whose answer was lost is done once more.
    private const string Insert =
        """
        INSERT INTO provider_health (provider, minute, node, state, probes, failed_probes, probe_p50_ms, probe_p95_ms, first_token_p50_ms, first_token_p95_ms, reason, breaker, probed_at, probe_error)
        VALUES (@provider, @minute, @node, @state, @probes, @failed, @probe50, @probe95, @first50, @first95, @reason, @breaker, @probed, @error)
        ON CONFLICT (provider, minute, node) DO NOTHING
        """;

    /// <summary>Stores all minutes that are over, in one transaction.</summary>
    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        var rows = minutes.Finished();
        if (rows.Count == 0) return;
        await commands.WriteAllAsync(Insert, [.. rows.Select(Columns)], cancellationToken);
        minutes.Forget(rows);
    }

    public Task PruneAsync(CancellationToken cancellationToken) =>
        commands.WriteAsync("DELETE FROM provider_health WHERE minute < @oldest", cancellationToken, ("oldest", HealthMinutes.MinuteOf(time.GetUtcNow() - Kept)));

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

    private static (string Name, object? Value)[] Columns(ProviderHealthMinute row) =>
    [
        ("provider", row.Provider), ("minute", row.Minute), ("node", row.Node), ("state", row.State.ToString()), ("probes", row.Probes), ("failed", row.FailedProbes),
        ("probe50", row.ProbeP50), ("probe95", row.ProbeP95), ("first50", row.FirstTokenP50), ("first95", row.FirstTokenP95),
        ("reason", row.Reason), ("breaker", row.Breaker), ("probed", row.ProbedAt), ("error", row.ProbeError),
    ];
}
