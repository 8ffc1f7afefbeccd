using Parley.Billing.Model;

namespace Parley.Billing.Metering.Journal;

/// <summary>
/// The journal beside an SQLite database: files that are written one after another and used again when all in them is
/// projected. A commit is one write into bytes that are there already, and one wait for the disk; the database's own log would
/// need several pages and a file that grows. One thread may append while another reads and projects.
/// </summary>
internal sealed partial class FileJournal(string folder, string node, ILogger<FileJournal> log) : IJournal
{
    private const int SegmentLength = 4 * 1024 * 1024;

    /// <summary>Files that are kept for further use while the process runs, and after it.</summary>
    private const int MostSpare = 16, SpareAtRest = 1;

    private readonly Lock _gate = new();
    private readonly Stack<JournalSegment> _spare = new();
    private readonly List<JournalSegment> _segments = [];
    private JournalSegment? _current;
    private byte[] _scratch = new byte[64 * 1024];
    private long _number, _sequence;
    private bool _isOpen;

    /// <summary>Processes that ended before all their batches were projected.</summary>
    public IReadOnlyList<string> OtherNodes
    {
        get
        {
            lock (_gate) return [.. _segments.Where(segment => segment.Node != node && segment.HasPending).Select(segment => segment.Node).Distinct()];
        }
    }

    /// <summary>Where the journal of a database stands: <c>parley.usage</c> beside <c>parley.db</c>.</summary>
    public static string FolderOf(string database) => Path.ChangeExtension(database, ".usage");

    public void Connect()
    {
        lock (_gate)
        {
            if (_isOpen) return;
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
                DurableFile.FlushFolder(Path.GetDirectoryName(folder)!);
            }

            try
            {
                foreach (var path in Directory.GetFiles(folder, "*.segment")) Open(path);
                _segments.Sort((a, b) => a.Number.CompareTo(b.Number));
                foreach (var segment in _segments.Where(segment => segment.IsFree).ToList()) Free(segment);
                _isOpen = true;
            }
            catch
            {
                Close();
                throw;
            }
        }

        Prepare();
    }

    /// <summary>After a failure: what became of the bytes is unknown, so nothing more is written behind them.</summary>
    public void Disconnect()
    {
        lock (_gate) _current = null;
    }

    public long Append(ReadOnlySpan<byte> records)
    {
        if (!_isOpen) throw new InvalidOperationException("The journal is not connected.");
        var size = JournalSegment.SizeOf(records.Length);
        if (_scratch.Length < size) _scratch = new byte[size];
        var segment = _current is { } current && current.HasRoom(size) ? current : Next(size);
        segment.Write(_sequence + 1, records, _scratch);
        lock (_gate) segment.Add(++_sequence, records.Length);
        return _sequence;
    }

    /// <summary>Has the next file ready before it is needed: making one takes many times as long as a commit.</summary>
    public void Prepare()
    {
        lock (_gate)
        {
            // Before the files that are there are known, a new one could take the name of one of them.
            if (!_isOpen || _spare.Count > 0 || _current is { IsFilling: false }) return;
        }

        var segment = Create(SegmentLength);
        lock (_gate) _spare.Push(segment);
    }

    public IReadOnlyList<JournalBatch> Read(string of, long after, int most)
    {
        List<(JournalSegment Segment, JournalSegment.Entry Batch)> found = [];
        lock (_gate)
        {
            foreach (var segment in _segments.Where(segment => segment.Node == of && segment.LastSequence > after))
            {
                found.AddRange(segment.Pending(after).Take(most - found.Count).Select(batch => (segment, batch)));
                if (found.Count == most) break;
            }
        }

        return found.ConvertAll(one => one.Segment.Read(one.Batch));
    }

    /// <summary>These batches stand in the database. A file in which nothing else stands is free.</summary>
    public void SetProjected(IReadOnlyList<JournalBatch> batches)
    {
        var sequences = batches.Select(batch => batch.Sequence).ToHashSet();
        lock (_gate)
        {
            foreach (var segment in _segments) segment.SetProjected(sequences);
            foreach (var segment in _segments.Where(segment => segment != _current && segment.IsFree).ToList()) Free(segment);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _current = null;
            foreach (var segment in _segments.Where(segment => segment.IsFree).ToList()) Free(segment);
            while (_spare.Count > SpareAtRest) Remove(_spare.Pop());
            Close();
        }
    }

    private void Close()
    {
        foreach (var segment in _segments.Concat(_spare)) segment.Dispose();
        _segments.Clear();
        _spare.Clear();
        _isOpen = false;
    }

    private void Open(string path)
    {
        if (JournalSegment.Open(path) is not { } segment)
        {
            SetAside(path);
            return;
        }

        if (segment.Damaged > 0) FoundDamage(log, segment.Damaged, path);
        _number = Math.Max(_number, segment.Number);
        _sequence = Math.Max(_sequence, segment.LastSequence);
        _segments.Add(segment);
    }

    /// <summary>A file without a name of its own: the power went while it was made, or it is damaged where the name stands.</summary>
    private void SetAside(string path)
    {
        if (File.ReadAllBytes(path).AsSpan().ContainsAnyExcept((byte)0))
        {
            File.Move(path, path + ".damaged", overwrite: true);
            FoundUnreadable(log, path);
            return;
        }

        File.Delete(path);
    }

    private JournalSegment Next(int size)
    {
        lock (_gate)
        {
            if (size > SegmentLength / 2 || !_spare.TryPop(out var segment)) segment = Create(Math.Max(SegmentLength, size + (8 * JournalSegment.Block)));
            else Reuse(segment);
            _segments.Add(segment);
            return _current = segment;
        }
    }

    private void Reuse(JournalSegment segment)
    {
        try
        {
            segment.Reuse(++_number, node);
        }
        catch
        {
            segment.Dispose(); // its file stays for the next start; another one is tried next
            throw;
        }
    }

    private JournalSegment Create(long length)
    {
        long number;
        lock (_gate) number = ++_number;
        return JournalSegment.Create(Path.Combine(folder, $"{number:D12}.segment"), number, node, length);
    }

    private void Free(JournalSegment segment)
    {
        _segments.Remove(segment);
        if (_spare.Count < MostSpare) _spare.Push(segment);
        else Remove(segment);
    }

    private static void Remove(JournalSegment segment)
    {
        segment.Dispose();
        File.Delete(segment.Path);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Batches} batches of usage records in {Path} are damaged. The file is kept there; everything else goes on.")]
    private static partial void FoundDamage(ILogger log, int batches, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} holds usage records that cannot be read, because its first block is damaged. It is kept as {Path}.damaged; everything else goes on.")]
    private static partial void FoundUnreadable(ILogger log, string path);
}
