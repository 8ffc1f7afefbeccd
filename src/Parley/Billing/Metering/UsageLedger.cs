using Parley.Gateway.Ports;

namespace Parley.Billing.Metering;

/// <summary>
/// The engine's ledger. Whoever needs a record durable commits by itself, with all that is ready by then, unless somebody
/// is committing already: a lone request changes no thread on its way to the disk, and under load one commit serves many.
/// </summary>
internal sealed class UsageLedger(LedgerQueue queue, GroupCommit commits) : IUsageLedger
{
    public bool IsAway => queue.IsAway;

    /// <summary>Nobody waits yet, so nobody commits: the next commit takes the intent along, at the latest the keeper's.</summary>
    public ILedgerEntry Open(UsageIntent intent) => queue.Open(this, intent);

    public ValueTask WhenDurableAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (queue.AwaitIntent(entry, out var refused) is not { } waiter) return refused;
        commits.Offer(waiter);
        return cancellationToken.CanBeCanceled && !waiter.IsCompleted ? new ValueTask(waiter.Task.AsTask().WaitAsync(cancellationToken)) : waiter.Task;
    }

    public ValueTask SettleAsync(LedgerEntry entry, UsageSettlement settlement)
    {
        if (queue.Settle(entry, settlement, out var refused) is not { } waiter) return refused;
        commits.Offer(waiter);
        return waiter.Task;
    }
}
