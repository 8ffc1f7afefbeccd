using Parley.Gateway.Ports;

namespace Parley.Gateway.Tests.Matrix.Staging;

internal sealed class NoLedger : IUsageLedger, ILedgerEntry
{
    public bool IsAway => false;

    public ILedgerEntry Open(UsageIntent intent) => this;

    public ValueTask WhenDurableAsync(CancellationToken cancellationToken) => default;

    public ValueTask SettleAsync(UsageSettlement settlement) => default;
}
