using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Parley.Billing.Model;

namespace Parley.Billing.Metering.Journal;

/// <summary>
/// A file of the journal. It has its whole length from the beginning, so that a commit changes bytes and nothing else.
/// In blocks of 512 bytes, integers little-endian: block 0 says whose segment it is, block 1 how far it is projected, from
/// block 8 on stand the batches, each with a header that names the segment, so that what stands behind the last one from
/// an earlier life of the file is not taken for a batch.
/// </summary>
internal sealed class JournalSegment : IDisposable
{
    public const int Block = 512;
    private const int FirstBatch = 8 * Block, BatchHeader = 32, NodeLength = 16;

    // No text of JSON holds a byte below 32, so no record can be taken for a header.
    private static readonly byte[] SegmentMark = [.. "parley-j"u8, 0, 1], ProjectedMark = [.. "parley-p"u8, 0, 1], BatchMark = [.. "pb"u8, 0, 1];

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly List<Entry> _batches = [];
    private long _end = FirstBatch;
    private int _firstPending; // batches before it are projected

    private JournalSegment(string path, SafeFileHandle file, long length, long number, string node) =>
        (Path, _file, _length, Number, Node) = (path, file, length, number, node);

    public string Path { get; }

    /// <summary>Rising: every life of a file has another number.</summary>
    public long Number { get; private set; }

    /// <summary>The process that writes to it.</summary>
    public string Node { get; private set; }

    public long LastSequence => _batches.Count == 0 ? 0 : _batches[^1].Sequence;

    /// <summary>Batches that a scan found damaged although later ones are whole.</summary>
    public int Damaged { get; private set; }

    public bool HasPending => _firstPending < _batches.Count;

    /// <summary>Nothing in it is needed any more.</summary>
    public bool IsFree => !HasPending && Damaged == 0;

    /// <summary>More than half of it is used.</summary>
    public bool IsFilling => _end > _length / 2;

    /// <summary>Whole blocks that a batch takes.</summary>
    public static int SizeOf(int records) => (BatchHeader + records + Block - 1) / Block * Block;

    /// <summary>Makes a file of its full length and writes it to the disk.</summary>
    public static JournalSegment Create(string path, long number, string node, long length)
    {
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var zeros = new byte[256 * 1024];
            for (var at = 0L; at < length; at += zeros.Length) RandomAccess.Write(file, zeros, at);
            var segment = new JournalSegment(path, file, length, number, node);
            segment.Name();
            RandomAccess.FlushToDisk(file);
            DurableFile.FlushFolder(System.IO.Path.GetDirectoryName(path)!);
            return segment;
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Opens what a process left; null for a file that does not say whose it is.</summary>
    public static JournalSegment? Open(string path)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var head = new byte[Block];
            if (RandomAccess.Read(file, head, 0) < Block || !IsMarked(head, SegmentMark, 16 + 8 + NodeLength, out var number))
            {
                file.Dispose();
                return null;
            }

            var segment = new JournalSegment(path, file, RandomAccess.GetLength(file), number, Encoding.ASCII.GetString(head.AsSpan(24, NodeLength)));
            segment.Scan();
            return segment;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Begins another life of the file. What stands in it does not count any more.</summary>
    public void Reuse(long number, string node)
    {
        (Number, Node, _end, _firstPending) = (number, node, FirstBatch, 0);
        _batches.Clear();
        Name();
        DurableFile.Flush(_file);
    }

    public bool HasRoom(int size) => _end + size <= _length;

    /// <summary>Writes a batch to the disk. <paramref name="scratch"/> has room for <see cref="SizeOf"/> bytes.</summary>
    public void Write(long sequence, ReadOnlySpan<byte> records, Span<byte> scratch)
    {
        var size = SizeOf(records.Length);
        BatchMark.CopyTo(scratch);
        BinaryPrimitives.WriteInt32LittleEndian(scratch[4..], records.Length);
        BinaryPrimitives.WriteInt64LittleEndian(scratch[8..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(scratch[16..], sequence);
        records.CopyTo(scratch[BatchHeader..]);
        scratch[(BatchHeader + records.Length)..size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(scratch[24..], Checksum(scratch, records));
        RandomAccess.Write(_file, scratch[..size], _end);
        DurableFile.Flush(_file);
    }

    /// <summary>Counts a batch that <see cref="Write"/> wrote.</summary>
    public void Add(long sequence, int length)
    {
        _batches.Add(new Entry(sequence, _end + BatchHeader, length));
        _end += SizeOf(length);
    }

    /// <summary>Batches that are not projected yet, the oldest first.</summary>
    public IEnumerable<Entry> Pending(long after) => _batches.Skip(_firstPending).Where(batch => batch.Sequence > after && !batch.IsProjected);

    public JournalBatch Read(Entry batch)
    {
        var records = new byte[batch.Length];
        if (RandomAccess.Read(_file, records, batch.Offset) < records.Length) throw new EndOfStreamException($"{Path} is shorter than it was.");
        return new JournalBatch { Sequence = batch.Sequence, Node = Node, Records = records };
    }

    /// <summary>Notes which batches are projected, also for the next start: what stands before the first that is not.</summary>
    public void SetProjected(IReadOnlySet<long> sequences)
    {
        var left = sequences.Count;
        var before = _firstPending;
        for (var i = before; i < _batches.Count && left > 0; i++)
        {
            if (!sequences.Contains(_batches[i].Sequence)) continue;
            _batches[i].IsProjected = true;
            left--;
        }

        while (HasPending && _batches[_firstPending].IsProjected) _firstPending++;
        if (_firstPending == before) return;
        var upTo = _batches[_firstPending - 1].Sequence;
        Span<byte> block = stackalloc byte[Block];
        block.Clear();
        ProjectedMark.CopyTo(block);
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(block[24..], upTo);
        BinaryPrimitives.WriteUInt32LittleEndian(block[32..], Crc32C.Of(block[..32]));
        // Not flushed: a mark that is lost with the power costs a projection that changes nothing.
        RandomAccess.Write(_file, block, Block);
    }

    public void Dispose() => _file.Dispose();

    private void Name()
    {
        Span<byte> block = stackalloc byte[Block];
        block.Clear();
        SegmentMark.CopyTo(block);
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], Number);
        Encoding.ASCII.GetBytes(Node, block.Slice(24, NodeLength));
        BinaryPrimitives.WriteUInt32LittleEndian(block[40..], Crc32C.Of(block[..40]));
        RandomAccess.Write(_file, block, 0);
    }

    private static bool IsMarked(ReadOnlySpan<byte> block, ReadOnlySpan<byte> mark, int covered, out long number)
    {
        number = BinaryPrimitives.ReadInt64LittleEndian(block[16..]);
        return block.StartsWith(mark) && Crc32C.Of(block[..covered]) == BinaryPrimitives.ReadUInt32LittleEndian(block[covered..]);
    }

    /// <summary>Finds the batches. A damaged one ends the segment, if nothing whole stands behind it: nobody was told that it is durable.</summary>
    private void Scan()
    {
        var window = new byte[64 * Block];
        RandomAccess.Read(_file, window.AsSpan(0, Block), Block);
        var projected = IsMarked(window, ProjectedMark, 32, out var number) && number == Number ? BinaryPrimitives.ReadInt64LittleEndian(window.AsSpan(24)) : 0;
        var (windowAt, damaged) = (long.MinValue / 2, 0);
        for (long at = FirstBatch; at + Block <= _length;)
        {
            if (at + Block > windowAt + window.Length)
            {
                windowAt = at;
                if (RandomAccess.Read(_file, window, at) < Block) return;
            }

            var here = window.AsSpan((int)(at - windowAt), Block);
            if (!here.StartsWith(BatchMark) || BinaryPrimitives.ReadInt64LittleEndian(here[8..]) != Number)
            {
                at += Block;
                continue;
            }

            var (length, sequence) = (BinaryPrimitives.ReadInt32LittleEndian(here[4..]), BinaryPrimitives.ReadInt64LittleEndian(here[16..]));
            if (length < 0 || length > _length - at || at + SizeOf(length) > _length || !IsWhole(here[..BatchHeader], at, length))
            {
                damaged++;
                at += Block;
                continue;
            }

            _end = at;
            Add(sequence, length);
            if (sequence <= projected) (_batches[^1].IsProjected, _firstPending) = (true, _batches.Count);
            (Damaged, at) = (damaged, _end);
        }
    }

    private bool IsWhole(ReadOnlySpan<byte> header, long at, int length)
    {
        var records = new byte[length];
        return RandomAccess.Read(_file, records, at + BatchHeader) == length && BinaryPrimitives.ReadUInt32LittleEndian(header[24..]) == Checksum(header, records);
    }

    private static uint Checksum(ReadOnlySpan<byte> header, ReadOnlySpan<byte> records) =>
        Crc32C.Of(header[..24]) ^ BitOperations.RotateLeft(Crc32C.Of(records), 1);

    /// <summary>Where a batch stands.</summary>
    internal sealed record Entry(long Sequence, long Offset, int Length)
    {
        public bool IsProjected { get; set; }
    }
}
