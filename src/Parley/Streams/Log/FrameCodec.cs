using System.Buffers.Binary;

namespace Parley.Streams.Log;

/// <summary>Frames in one run of bytes: each behind its length (4 bytes, little-endian).</summary>
internal static class FrameCodec
{
    private const int LengthBytes = sizeof(int);

    public static byte[] Write(IReadOnlyCollection<byte[]> frames)
    {
        var bytes = new byte[frames.Sum(f => LengthBytes + f.Length)];
        var at = 0;
        foreach (var frame in frames)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), frame.Length);
            frame.CopyTo(bytes, at + LengthBytes);
            at += LengthBytes + frame.Length;
        }

        return bytes;
    }

    /// <summary>The frames behind the first <paramref name="skip"/>, as slices.</summary>
    public static void Read(ReadOnlyMemory<byte> bytes, long skip, List<ReadOnlyMemory<byte>> frames)
    {
        for (var index = 0; !bytes.IsEmpty; index++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
            if (index >= skip) frames.Add(bytes.Slice(LengthBytes, length));
            bytes = bytes[(LengthBytes + length)..];
        }
    }
}
