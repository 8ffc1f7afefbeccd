namespace Parley.Gateway.Ports;

/// <summary>The entry of one call.</summary>
public interface ILedgerEntry
{
    /// <summary>Completes when the intent, or the settlement that overtook it, is durable: the first byte may leave.
    /// Throws <see cref="LedgerUnavailableException"/> when the ledger cannot write.</summary>
    ValueTask WhenDurableAsync(CancellationToken cancellationToken);

    /// <summary>Hands in the settlement, once; completes when it is durable: the last byte may leave. Await it once. Waits however
    /// impatient the client is, for a commit takes less than a millisecond and the ledger itself gives up in time.
    /// Throws <see cref="LedgerUnavailableException"/> when the ledger cannot write.</summary>
    ValueTask SettleAsync(UsageSettlement settlement);
}
