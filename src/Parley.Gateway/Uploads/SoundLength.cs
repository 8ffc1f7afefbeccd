using System.Buffers.Binary;

namespace Parley.Gateway.Uploads;

/// <summary>
/// How long a recording plays, by the header of a WAV file (RIFF, "fmt " and "data" chunks: Microsoft's Multimedia Programming Interface
/// 1.0) and the bytes that passed. Other kinds of files do not say it so plainly: for them it is not known.
/// </summary>
internal sealed class SoundLength
{
    private const int HeadBytes = 4 * 1024;
    private const int RiffBytes = 12;
    private const int ChunkHeadBytes = 8;

    private readonly byte[] _head = new byte[HeadBytes];
    private int _kept;
    private long _length;

    /// <summary>Notes a piece of the file.</summary>
    public void Take(ReadOnlySpan<byte> piece)
    {
        var room = Math.Min(piece.Length, HeadBytes - _kept);
        piece[..room].CopyTo(_head.AsSpan(_kept));
        _kept += room;
        _length += piece.Length;
    }

    /// <summary>The length of what came so far; null when it is not known.</summary>
    public long? Milliseconds
    {
        get
        {
            var head = _head.AsSpan(0, _kept);
            if (head.Length < RiffBytes || !head[..4].SequenceEqual("RIFF"u8) || !head[8..12].SequenceEqual("WAVE"u8)) return null;
            long bytesPerSecond = 0;
            for (long at = RiffBytes; at + ChunkHeadBytes <= head.Length;)
            {
                var chunk = head[(int)at..];
                long size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
                at += ChunkHeadBytes;
                if (chunk[..4].SequenceEqual("fmt "u8) && chunk.Length >= ChunkHeadBytes + 12) bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(chunk[(ChunkHeadBytes + 8)..]);
                // A recorder that does not know the length in advance writes 0 or the largest number, and a file may be cut.
                if (chunk[..4].SequenceEqual("data"u8)) return Played(size is 0 ? _length - at : Math.Min(size, _length - at), bytesPerSecond);
                at += size + (size & 1);
            }

            return Played(_length - RiffBytes, bytesPerSecond);
        }
    }

    private static long? Played(long bytes, long bytesPerSecond) => bytesPerSecond == 0 ? null : Math.Max(0, bytes) * 1000 / bytesPerSecond;
}
