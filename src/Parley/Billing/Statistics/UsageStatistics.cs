using Parley.Billing.Metering.Projection;

namespace Parley.Billing.Statistics;

/// <summary>The ledger's figures over any time: whole hours from their roll-ups, the rest from the records.</summary>
internal sealed class UsageStatistics(RollupTable rollups, LedgerProjector ledger)
{
    /// <summary>All calls that began within the time and are settled now, of one provider or (null) of all.
    /// Throws <see cref="Gateway.Ports.LedgerUnavailableException"/> when the ledger cannot be read up to now.</summary>
    public async Task<FigureTable> ReadAsync(DateTimeOffset since, DateTimeOffset until, string? provider, CancellationToken cancellationToken)
    {
        await ledger.CatchUpAsync(cancellationToken);
        return await rollups.ReadAsync(since, until, provider, cancellationToken);
    }
}
