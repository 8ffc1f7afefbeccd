namespace Parley.Gateway.Ports;

/// <summary>
/// Port: the meter's durable memory. Each call is announced (an intent) while the upstream is already working, and
/// settled when its usage is known. One entry per request, whatever happens.
/// </summary>
public interface IUsageLedger
{
    /// <summary>Nothing can be booked at the moment. Whoever asks before an upstream is called spares what its answer would cost, as nobody would get it.</summary>
    bool IsAway { get; }

    /// <summary>Takes an intent into the queue; returns at once. The intent may linger for a few milliseconds: a settlement
    /// that comes first replaces it, so that an instant answer costs one commit.</summary>
    ILedgerEntry Open(UsageIntent intent);
}
