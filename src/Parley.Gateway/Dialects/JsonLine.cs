using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Valid JSON without the white space between its values: it stands on one line, as a stream's frames must.</summary>
internal static class JsonLine
{
    /// <summary>Writes a value.</summary>
    public static void Write(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        while (!value.IsEmpty)
        {
            var run = value.IndexOfAny(" \t\r\n\""u8);
            if (run < 0) run = value.Length;
            output.Raw(value[..run]);
            value = value[run..];
            if (value.IsEmpty) return;
            var length = value[0] == (byte)'"' ? QuotedLength(value) : 1;
            if (length > 1) output.Raw(value[..length]);
            value = value[length..];
        }
    }

    private static int QuotedLength(ReadOnlySpan<byte> value)
    {
        for (var at = 1; ; at++)
        {
            at += value[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (value[at] == (byte)'"') return at + 1;
            at++;
        }
    }
}
