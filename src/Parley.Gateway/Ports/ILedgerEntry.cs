namespace Parley.Gateway.Ports;

/// <summary>The entry of one call.</summary>
public interface ILedgerEntry
{
    /// <summary>Completes when the intent, or the settlement that overtook it, is durable: the first byte may leave.
    /// Throws <see cref="LedgerUnavailableException"/> when the ledger cannot write.</summary>
    ValueTask WhenDurableAsync(CancellationToken cancellationToken);

    /// <summary>Hands in the settlement, once; completes when it is durable: the last byte may leave. The settlement
    /// is kept and written even when the caller stops waiting.
    /// Throws <see cref="LedgerUnavailableException"/> when the ledger cannot write.</summary>
    ValueTask SettleAsync(UsageSettlement settlement, CancellationToken cancellationToken);
}
