using System.Text;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>Reads what <see cref="RecordForm"/> wrote. Parts are slices of the record: nothing is copied.</summary>
internal struct RecordReader(ReadOnlyMemory<byte> record, int start)
{
    /// <summary>Where the next value stands.</summary>
    public int Position { get; private set; } = start;

    public readonly bool IsAtEnd => Position == record.Length;

    public byte Byte() => record.Span[Position++];

    public ulong Number()
    {
        var bytes = record.Span;
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[Position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }

    public int Count() => checked((int)Number());

    public ReadOnlyMemory<byte> Run()
    {
        var length = Count();
        var run = record.Slice(Position, length);
        Position += length;
        return run;
    }

    public string Words() => Encoding.UTF8.GetString(Run().Span);

    public ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> raw)
    {
        var place = Count();
        return place == 0 ? Run() : raw.Slice(place - 1, Count());
    }
}
