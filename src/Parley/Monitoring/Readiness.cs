using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Gateway.Ports;

namespace Parley.Monitoring;

/// <summary>Whether this node should get traffic: it is not stopping, its database answers, and it can book what it answers.</summary>
internal sealed class Readiness(IHostApplicationLifetime lifetime, IDbContextFactory<ParleyDbContext> databases, IUsageLedger ledger)
{
    /// <summary>Null when ready; otherwise one line that says why not.</summary>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return "stopping";
        if (!lifetime.ApplicationStarted.IsCancellationRequested) return "starting";
        if (ledger.IsAway) return "usage records cannot be written";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await using var db = await databases.CreateDbContextAsync(patience.Token);
            await db.Set<ChangeStamp>().AsNoTracking().AnyAsync(patience.Token);
            return null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return "the database does not answer";
        }
    }
}
