using Parley.Billing.Model;

namespace Parley.Billing.Metering;

/// <summary>The database as the writer needs it: one connection, used by one thread. Whatever a call throws, the store
/// is disconnected afterwards and may be connected again.</summary>
internal interface IJournalStore : IDisposable
{
    /// <summary>Connects unless connected.</summary>
    void Connect();

    void Disconnect();

    /// <summary>Makes a batch durable; returns its sequence number, higher than all before it. When it throws, the batch
    /// may be durable or not: writing it again does no harm.</summary>
    long Append(ReadOnlySpan<byte> records);

    /// <summary>The oldest batches of a node behind a sequence number.</summary>
    IReadOnlyList<JournalBatch> Read(string node, long after, int most);

    /// <summary>Writes rows and deletes the batches that they came from, in one transaction.</summary>
    void Project(IReadOnlyCollection<UsageEvent> rows, IReadOnlyList<JournalBatch> batches);

    /// <summary>Other nodes that left batches or open rows.</summary>
    IReadOnlyList<string> FindOthers();

    /// <summary>True when a node's process is gone: nobody else will claim it until <see cref="Release"/>.</summary>
    bool TryClaim(string node);

    void Release(string node);

    /// <summary>Open rows of a node become indeterminate; returns how many.</summary>
    int GiveUpOpenRows(string node);
}
