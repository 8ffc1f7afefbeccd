using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Monitoring;

/// <summary>Whether this node should get traffic: it is not stopping, and its database answers.</summary>
internal sealed class Readiness(IHostApplicationLifetime lifetime, IDbContextFactory<ParleyDbContext> databases)
{
    /// <summary>Null when ready; otherwise one line that says why not.</summary>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return "stopping";
        if (!lifetime.ApplicationStarted.IsCancellationRequested) return "starting";
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
