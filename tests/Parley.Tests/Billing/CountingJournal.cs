using Parley.Billing.Metering.Journal;

namespace Parley.Tests.Billing;

/// <summary>A real journal that counts commits and can be made slow, or fail before or after a commit took place.</summary>
internal sealed class CountingJournal(IJournal inner) : IJournal
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

    /// <summary>A commit is under way.</summary>
    public bool IsAppending { get; private set; }

    public Action BeforeAppend { get; set; } = () => { };

    public Action AfterAppend { get; set; } = () => { };

    public void Connect() => inner.Connect();

    public void Disconnect() => inner.Disconnect();

    public long Append(ReadOnlySpan<byte> records)
    {
        IsAppending = true;
        BeforeAppend();
        var sequence = inner.Append(records);
        lock (_commits) _commits.Add(JournalCodec.Read(records, "any").Count);
        IsAppending = false;
        AfterAppend();
        return sequence;
    }

    public void Prepare() => inner.Prepare();

    public void Dispose() => inner.Dispose();
}
