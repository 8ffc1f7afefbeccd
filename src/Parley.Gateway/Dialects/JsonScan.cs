namespace Parley.Gateway.Dialects;

/// <summary>
/// Watches the pieces of a JSON document that stands escaped inside JSON strings (a tool call's arguments) and tells
/// when the document is whole. Only brackets, strings and escapes are followed: enough for objects and arrays.
/// </summary>
internal struct JsonScan
{
    private int _depth;
    private bool _inString;
    private bool _afterBackslash;
    private bool _any;
    private bool _scalar;

    /// <summary>An object, array or string began and came to its end. (A bare number never counts: more digits may follow.)</summary>
    public readonly bool IsWhole => _any && _depth == 0 && !_inString && !_scalar;

    /// <summary>Takes the next piece. Pieces never end inside an escape: each is the inside of a valid string.</summary>
    public void Feed(ReadOnlySpan<byte> escaped)
    {
        for (var i = 0; i < escaped.Length; i++)
        {
            var c = escaped[i];
            if (c == (byte)'\\' && i + 1 < escaped.Length)
            {
                c = escaped[++i];
                if (c == (byte)'u')
                {
                    c = i + 4 < escaped.Length ? Ascii(escaped.Slice(i + 1, 4)) : (byte)'?';
                    i += 4;
                }
                else if (c is (byte)'n' or (byte)'r' or (byte)'t' or (byte)'b' or (byte)'f')
                {
                    c = (byte)' ';
                }
            }

            Step(c);
        }
    }

    private void Step(byte c)
    {
        if (_inString)
        {
            if (_afterBackslash) _afterBackslash = false;
            else if (c == (byte)'\\') _afterBackslash = true;
            else if (c == (byte)'"') _inString = false;
            return;
        }

        if (c <= (byte)' ') return;
        _any = true;
        if (c == (byte)'"') _inString = true;
        else if (c is (byte)'{' or (byte)'[') _depth++;
        else if (c is (byte)'}' or (byte)']') _depth = Math.Max(0, _depth - 1);
        else if (_depth == 0) _scalar = true;
    }

    private static byte Ascii(ReadOnlySpan<byte> hex)
    {
        var value = 0;
        foreach (var digit in hex) value = (value << 4) | (digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        return value < 0x80 ? (byte)value : (byte)'?';
    }
}
