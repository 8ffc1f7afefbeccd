using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Parley.Gateway.Messages;

/// <summary>
/// Walks over JSON text (RFC 8259, UTF-8) and checks its grammar without reading what it says: prompts of many
/// kilobytes are one long string, which is searched 32 bytes at a time. Accepts exactly what
/// <see cref="System.Text.Json.Utf8JsonReader"/> accepts with the same depth; where this says no, that one can say why.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> text)
{
    /// <summary>Deepest nesting, the outermost value counted.</summary>
    public const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Index of the next byte.</summary>
    public int Position { get; private set; }

    /// <summary>The next byte behind white space, which is skipped; 0 at the end.</summary>
    public byte Peek()
    {
        var at = Position;
        while ((uint)at < (uint)_text.Length && _text[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        Position = at;
        return (uint)at < (uint)_text.Length ? _text[at] : (byte)0;
    }

    /// <summary>Steps over <paramref name="expected"/>, and over white space before it.</summary>
    public bool TryTake(byte expected)
    {
        if (Peek() != expected || Position == _text.Length) return false;
        Position++;
        return true;
    }

    /// <summary>Nothing but white space is left.</summary>
    public bool IsAtEnd()
    {
        Peek();
        return Position == _text.Length;
    }

    /// <summary>Steps over a string; <paramref name="token"/> is the string with its quotes.</summary>
    public bool TryTakeString(out ReadOnlySpan<byte> token)
    {
        token = default;
        if (!TryTake((byte)'"')) return false;
        var start = Position - 1;
        var end = EndOfString(_text, Position);
        if (end < 0) return false;
        Position = end;
        token = _text[start..end];
        return true;
    }

    /// <summary>Steps over any value that stands <paramref name="depth"/> levels deep.</summary>
    public bool TrySkipValue(int depth)
    {
        ulong objects = 0; // a bit for each open level, the innermost lowest: object or array
        var open = depth;
        while (true)
        {
            var kind = Peek();
            if (kind is (byte)'{' or (byte)'[')
            {
                if (++open > MaxDepth) return false;
                Position++;
                objects = (objects << 1) | (kind == (byte)'{' ? 1UL : 0);
                if (!TryTake((byte)(kind + 2))) // in ASCII the closing bracket stands two after the opening one
                {
                    if (kind == (byte)'{' && !TryTakeName()) return false;
                    continue;
                }

                open--;
                objects >>= 1;
            }
            else if (!TrySkipScalar(kind))
            {
                return false;
            }

            while (open > depth && TryTake((objects & 1) == 1 ? (byte)'}' : (byte)']'))
            {
                open--;
                objects >>= 1;
            }

            if (open == depth) return true;
            if (!TryTake((byte)',') || ((objects & 1) == 1 && !TryTakeName())) return false;
        }
    }

    private bool TryTakeName() => TryTakeString(out _) && TryTake((byte)':');

    private bool TrySkipScalar(byte kind) => kind switch
    {
        (byte)'"' => TryTakeString(out _),
        (byte)'t' => TryTakeLiteral("true"u8),
        (byte)'f' => TryTakeLiteral("false"u8),
        (byte)'n' => TryTakeLiteral("null"u8),
        _ => TrySkipNumber(),
    };

    private bool TryTakeLiteral(ReadOnlySpan<byte> literal)
    {
        if (!_text[Position..].StartsWith(literal)) return false;
        Position += literal.Length;
        return true;
    }

    private bool TrySkipNumber()
    {
        var at = Position;
        if (At(at) == (byte)'-') at++;
        if (At(at) == (byte)'0') at++;
        else if (!TrySkipDigits(ref at)) return false;
        if (At(at) == (byte)'.')
        {
            at++;
            if (!TrySkipDigits(ref at)) return false;
        }

        if ((At(at) | 0x20) == (byte)'e')
        {
            at++;
            if (At(at) is (byte)'+' or (byte)'-') at++;
            if (!TrySkipDigits(ref at)) return false;
        }

        Position = at;
        return true;
    }

    private readonly byte At(int index) => (uint)index < (uint)_text.Length ? _text[index] : (byte)0;

    private readonly bool TrySkipDigits(ref int at)
    {
        var start = at;
        while (At(at) is >= (byte)'0' and <= (byte)'9') at++;
        return at > start;
    }

    /// <summary>Index behind the closing quote of the string whose inside begins at <paramref name="at"/>; -1 when it does not end, or holds
    /// a control character or an escape that there is not.</summary>
    private static int EndOfString(ReadOnlySpan<byte> text, int at)
    {
        var next = at; // bytes before it belong to an escape
        while (text.Length - at >= Vector256<byte>.Count)
        {
            var found = Special(text, at).ExtractMostSignificantBits();
            for (var bits = found; bits != 0; bits &= bits - 1)
            {
                var index = at + BitOperations.TrailingZeroCount(bits);
                if (index < next) continue;
                if (text[index] == (byte)'"') return index + 1;
                if ((next = EndOfEscape(text, index)) < 0) return -1;
            }

            at = Math.Max(at + Vector256<byte>.Count, next);
            if (found == 0) at = BehindPlain(text, at);
            next = at;
        }

        while (at < text.Length)
        {
            var value = text[at];
            if (value == (byte)'"') return at + 1;
            if (value is >= 0x20 and not (byte)'\\') at++;
            else if ((at = EndOfEscape(text, at)) < 0) return -1;
        }

        return -1;
    }

    /// <summary>Index behind as much of the text from <paramref name="at"/> on as four blocks at a time are nothing special: most of a long prompt.</summary>
    private static int BehindPlain(ReadOnlySpan<byte> text, int at)
    {
        while (text.Length - at >= 4 * Vector256<byte>.Count)
        {
            var (first, second) = (Special(text, at), Special(text, at + Vector256<byte>.Count));
            var (third, fourth) = (Special(text, at + 2 * Vector256<byte>.Count), Special(text, at + 3 * Vector256<byte>.Count));
            if ((first | second | third | fourth) != Vector256<byte>.Zero) break;
            at += 4 * Vector256<byte>.Count;
        }

        return at;
    }

    /// <summary>All ones for each byte of a block that ends a string, begins an escape, or must not stand there.</summary>
    private static Vector256<byte> Special(ReadOnlySpan<byte> text, int at)
    {
        var block = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)at);
        return Vector256.Equals(block, Vector256.Create((byte)'"')) | Vector256.Equals(block, Vector256.Create((byte)'\\'))
            | Vector256.LessThan(block, Vector256.Create((byte)0x20));
    }

    /// <summary>Index behind the escape that begins at <paramref name="at"/>; -1 when there is none.</summary>
    private static int EndOfEscape(ReadOnlySpan<byte> text, int at)
    {
        if (text[at] != (byte)'\\' || at + 1 >= text.Length) return -1;
        var letter = text[at + 1];
        if (letter == (byte)'u') return at + 6 <= text.Length && IsDigit(text[at + 2]) && IsDigit(text[at + 3]) && IsDigit(text[at + 4]) && IsDigit(text[at + 5]) ? at + 6 : -1;
        return letter is (byte)'n' or (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'t' or (byte)'r' or (byte)'b' or (byte)'f' ? at + 2 : -1;
    }

    private static bool IsDigit(byte value) => (uint)(value - '0') <= 9 || (uint)((value | 0x20) - 'a') <= 5;
}
