namespace Parley.Billing.Metering.Journal;

/// <summary>Where batches of records become durable. Used by one thread at a time. Whatever a call throws, the journal is
/// disconnected afterwards and may be connected again.</summary>
internal interface IJournal : IDisposable
{
    /// <summary>Connects unless connected.</summary>
    void Connect();

    void Disconnect();

    /// <summary>Makes a batch durable; returns its sequence number, higher than all before it. When it throws, the batch
    /// may be durable or not: writing it again does no harm.</summary>
    long Append(ReadOnlySpan<byte> records);

    /// <summary>Does slow work ahead that a later <see cref="Append"/> needs. Beside it, by another thread.</summary>
    void Prepare();
}
