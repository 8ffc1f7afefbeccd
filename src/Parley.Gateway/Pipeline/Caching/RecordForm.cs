using System.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>How a record of an answer is written: numbers in seven bits a byte, lowest first; bytes and text behind their length.</summary>
internal static class RecordForm
{
    /// <summary>Moves when what is written changes: records of other versions are not read.</summary>
    public const byte Version = 2;

    public static void Number(this PooledBytes output, ulong value)
    {
        var room = output.GetSpan(10);
        var count = 0;
        while (value >= 0x80)
        {
            room[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[count++] = (byte)value;
        output.Advance(count);
    }

    public static void Run(this PooledBytes output, ReadOnlySpan<byte> bytes)
    {
        output.Number((ulong)bytes.Length);
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }

    public static void Words(this PooledBytes output, string text) => output.Run(Encoding.UTF8.GetBytes(text));

    /// <summary>A part of a step's bytes, by its place in them where it stands there.</summary>
    public static void Part(this PooledBytes output, ReadOnlyMemory<byte> part, ReadOnlySpan<byte> raw)
    {
        if (raw.Overlaps(part.Span, out var at) && at >= 0 && at + part.Length <= raw.Length)
        {
            output.Number((ulong)at + 1);
            output.Number((ulong)part.Length);
        }
        else
        {
            output.Number(0);
            output.Run(part.Span);
        }
    }
}
