using System.Buffers.Binary;
using System.IO.Compression;
using Parley.Simulator.Faults;

namespace Parley.Simulator.Images;

/// <summary>Square images of coloured noise, valid to the last checksum; a seed always gives the same one.</summary>
internal static class Png
{
    public static byte[] Render(int seed, int side)
    {
        side = Math.Clamp(side, 1, 2048);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        (header[8], header[9]) = (8, 2); // eight bits a channel, RGB
        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A]);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Pixels(seed, side));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Pixels(int seed, int side)
    {
        var dice = new Dice(seed);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var row = new byte[1 + side * 3];
            for (var y = 0; y < side; y++)
            {
                for (var i = 1; i < row.Length; i++) row[i] = (byte)dice.Next();
                zlib.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return crc;
    }
}
