using Parley.Gateway.Ports;

namespace Parley.Billing.Metering;

/// <summary>One call in the ledger. Its state belongs to the <see cref="LedgerQueue"/> and is touched under its lock only.</summary>
internal sealed class LedgerEntry(UsageLedger ledger, UsageIntent intent, long openedAt) : ILedgerEntry
{
    public UsageIntent Intent { get; } = intent;

    public long OpenedAt { get; } = openedAt;

    public UsageSettlement? Settlement { get; set; }

    public RecordStage IntentStage { get; set; }

    public RecordStage SettlementStage { get; set; }

    /// <summary>When it joined the records to be written next.</summary>
    public long ReadyAt { get; set; }

    public DurableWaiter? IntentWaiter { get; set; }

    public DurableWaiter? SettlementWaiter { get; set; }

    public ValueTask WhenDurableAsync(CancellationToken cancellationToken) => ledger.WhenDurableAsync(this, cancellationToken);

    public ValueTask SettleAsync(UsageSettlement settlement) => ledger.SettleAsync(this, settlement);
}
