using Parley.Billing.Metering;
using Parley.Billing.Model;

namespace Parley.Tests.Billing;

/// <summary>A real store that counts commits and can be made slow, or fail before or after a commit took place.</summary>
internal sealed class CountingStore(IJournalStore inner) : IJournalStore
{
    private readonly List<int> _commits = [];

    /// <summary>Records of each commit.</summary>
    public IReadOnlyList<int> Commits
    {
        get
        {
            lock (_commits) return [.. _commits];
        }
    }

    public Action BeforeAppend { get; set; } = () => { };

    public Action AfterAppend { get; set; } = () => { };

    public void Connect() => inner.Connect();

    public void Disconnect() => inner.Disconnect();

    public long Append(ReadOnlySpan<byte> records)
    {
        BeforeAppend();
        var sequence = inner.Append(records);
        lock (_commits) _commits.Add(JournalCodec.Read(records, "any").Count);
        AfterAppend();
        return sequence;
    }

    public IReadOnlyList<JournalBatch> Read(string node, long after, int most) => inner.Read(node, after, most);

    public void Project(IReadOnlyCollection<UsageEvent> rows, IReadOnlyList<JournalBatch> batches) => inner.Project(rows, batches);

    public IReadOnlyList<string> FindOthers() => inner.FindOthers();

    public bool TryClaim(string node) => inner.TryClaim(node);

    public void Release(string node) => inner.Release(node);

    public int GiveUpOpenRows(string node) => inner.GiveUpOpenRows(node);

    public void Dispose() => inner.Dispose();
}
