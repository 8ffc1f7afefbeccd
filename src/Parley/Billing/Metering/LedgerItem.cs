using Parley.Gateway.Ports;

namespace Parley.Billing.Metering;

/// <summary>A record to write: the intent alone, or with its settlement.</summary>
internal readonly record struct LedgerItem(LedgerEntry Entry, UsageSettlement? Settlement)
{
    public UsageIntent Intent => Entry.Intent;
}
