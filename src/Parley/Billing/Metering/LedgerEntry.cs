using Parley.Gateway.Ports;

namespace Parley.Billing.Metering;

/// <summary>One call in the ledger. Its state belongs to the <see cref="LedgerQueue"/> and is touched under its lock only.</summary>
internal sealed class LedgerEntry(LedgerQueue queue, UsageIntent intent, long openedAt) : ILedgerEntry
{
    public UsageIntent Intent { get; } = intent;

    public long OpenedAt { get; } = openedAt;

    public UsageSettlement? Settlement { get; set; }

    public RecordStage IntentStage { get; set; }

    public RecordStage SettlementStage { get; set; }

    /// <summary>When it joined the records to be written next.</summary>
    public long ReadyAt { get; set; }

    public TaskCompletionSource? IntentWaiter { get; set; }

    public TaskCompletionSource? SettlementWaiter { get; set; }

    public ValueTask WhenDurableAsync(CancellationToken cancellationToken) => queue.WhenDurableAsync(this, cancellationToken);

    public ValueTask SettleAsync(UsageSettlement settlement, CancellationToken cancellationToken) =>
        queue.SettleAsync(this, settlement, cancellationToken);
}

/// <summary>How far a record is on its way to the disk.</summary>
internal enum RecordStage : byte
{
    /// <summary>An intent that may still be overtaken by its settlement, or a settlement that has not come.</summary>
    Waiting,

    /// <summary>In the next batch.</summary>
    Ready,

    /// <summary>In the batch that is being committed.</summary>
    Writing,

    Durable,

    /// <summary>Not taken in: the queue was full or closed.</summary>
    Refused,
}

/// <summary>A record to write: the intent alone, or with its settlement.</summary>
internal readonly record struct LedgerItem(LedgerEntry Entry, UsageSettlement? Settlement)
{
    public UsageIntent Intent => Entry.Intent;
}
