using System.Buffers.Binary;

namespace Parley.Chat.Transfer;

/// <summary>Tells how long the directory of a zip is, before it is read: a library makes an object of each entry, and half a gigabyte of entries without content is easily made. Finds it as the library does.</summary>
internal static class ZipDirectory
{
    private const uint EndMark = 0x06054B50, LocatorMark = 0x07064B50, End64Mark = 0x06064B50;
    private const int EndBytes = 22, LocatorBytes = 20, End64Bytes = 56, LongestComment = ushort.MaxValue;

    /// <summary>Bytes from the beginning of the directory to the end of the file; null for what is no zip.</summary>
    public static async Task<long?> LengthAsync(Stream zip, CancellationToken cancellationToken)
    {
        var tail = new byte[(int)Math.Min(zip.Length, EndBytes + LongestComment + LocatorBytes)];
        zip.Position = zip.Length - tail.Length;
        await zip.ReadExactlyAsync(tail, cancellationToken);
        for (var at = tail.Length - EndBytes; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) != EndMark) continue;
            ulong start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
            if (at >= LocatorBytes && BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at - LocatorBytes)) == LocatorMark)
            {
                var end64 = BinaryPrimitives.ReadUInt64LittleEndian(tail.AsSpan(at - LocatorBytes + 8));
                if (end64 > (ulong)Math.Max(0, zip.Length - End64Bytes)) return null;
                var head = new byte[End64Bytes];
                zip.Position = (long)end64;
                await zip.ReadExactlyAsync(head, cancellationToken);
                if (BinaryPrimitives.ReadUInt32LittleEndian(head) != End64Mark) return null;
                // The library looks there where any field of the short record is full; the earlier of the two is the longer directory.
                start = Math.Min(start, BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(48)));
            }

            return start > (ulong)zip.Length ? null : zip.Length - (long)start;
        }

        return null;
    }
}
