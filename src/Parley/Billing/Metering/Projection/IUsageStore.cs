using Parley.Billing.Model;

namespace Parley.Billing.Metering.Projection;

/// <summary>The database as the projector needs it: one connection, used by one thread, beside the journal's. Whatever a
/// call throws, the store is disconnected afterwards and may be connected again.</summary>
internal interface IUsageStore : IDisposable
{
    /// <summary>Connects unless connected.</summary>
    void Connect();

    void Disconnect();

    /// <summary>The oldest batches of a node behind a sequence number.</summary>
    IReadOnlyList<JournalBatch> Read(string node, long after, int most);

    /// <summary>Writes rows in one transaction, and lets go of the batches that they came from.</summary>
    void Project(IReadOnlyCollection<UsageEvent> rows, IReadOnlyList<JournalBatch> batches);

    /// <summary>Other nodes that left batches or open rows.</summary>
    IReadOnlyList<string> FindOthers();

    /// <summary>True when a node's process is gone: nobody else will claim it until <see cref="Release"/>.</summary>
    bool TryClaim(string node);

    void Release(string node);

    /// <summary>Open rows of a node become indeterminate; returns how many.</summary>
    int GiveUpOpenRows(string node);
}
