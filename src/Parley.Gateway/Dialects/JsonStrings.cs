using System.Buffers;
using System.Globalization;
using System.Text.Unicode;

namespace Parley.Gateway.Dialects;

/// <summary>Finds the ends of JSON strings without a parser: for frames that differ from the last one in a string only.</summary>
internal static class JsonStrings
{
    private static readonly SearchValues<byte> Stops = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    /// <summary>Length of the JSON string content that begins here, up to its closing quote; -1 when it is not valid.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (true)
        {
            var stop = bytes[at..].IndexOfAny(Stops);
            if (stop < 0) return -1;
            at += stop;
            if (bytes[at] == (byte)'"') return Utf8.IsValid(bytes[..at]) ? at : -1;
            var escape = EscapeLength(bytes[at..]);
            if (escape == 0) return -1;
            at += escape;
        }
    }

    /// <summary>How many characters (code points) a JSON string's content has.</summary>
    public static int Characters(ReadOnlySpan<byte> escaped)
    {
        var count = 0;
        for (var at = 0; at < escaped.Length; at++)
        {
            if (escaped[at] != (byte)'\\')
            {
                if ((escaped[at] & 0xC0) != 0x80) count++;
                continue;
            }

            var length = EscapeLength(escaped[at..]);
            if (length == 0) continue;
            // The second half of a surrogate pair, DC00 to DFFF, is no character of its own.
            if (length != 6 || (escaped[at + 2] | 0x20) != (byte)'d' || (escaped[at + 3] | 0x20) is not ((byte)'c' or (byte)'d' or (byte)'e' or (byte)'f')) count++;
            at += length - 1;
        }

        return count;
    }

    /// <summary>The UTF-16 code that begins a JSON string's content, and how many bytes it takes there. Bytes beyond ASCII that are not escaped count
    /// one by one, each as itself.</summary>
    public static int CodeAt(ReadOnlySpan<byte> escaped, out int length)
    {
        length = Math.Max(EscapeLength(escaped), 1);
        if (length == 6) return ushort.Parse(escaped.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return length == 1 ? escaped[0] : (char)escaped[1] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var c => c };
    }

    /// <summary>Length of the character that begins here, as it is escaped. <paramref name="width"/>: its bytes in UTF-8; a surrogate pair's are those of
    /// its first half.</summary>
    public static int Character(ReadOnlySpan<byte> escaped, out int width)
    {
        width = escaped[0] switch { < 0x80 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
        if (escaped[0] != (byte)'\\') return width;
        var length = EscapeLength(escaped);
        if (length != 6) return Math.Max(length, 1);
        width = int.Parse(escaped.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) switch
        {
            < 0x80 => 1,
            < 0x800 => 2,
            >= 0xD800 and < 0xDC00 => 4,
            >= 0xDC00 and < 0xE000 => 0,
            _ => 3,
        };
        return length;
    }

    private static int EscapeLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || bytes[0] != (byte)'\\') return 0;
        if (bytes[1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t') return 2;
        if (bytes[1] != (byte)'u' || bytes.Length < 6) return 0;
        foreach (var digit in bytes.Slice(2, 4))
            if (!char.IsAsciiHexDigit((char)digit)) return 0;
        return 6;
    }
}
