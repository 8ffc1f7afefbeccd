using System.Buffers;
using System.Globalization;

namespace Parley.Gateway.Dialects;

/// <summary>
/// Text in a string of a document which is itself the inside of a string: takes the outer escapes away and leaves the inner ones. What pieces
/// cut in two, an escape or a pair of surrogates, waits for its other half.
/// </summary>
internal sealed class UnwrappedText
{
    private const int Longest = 6; // \uXXXX

    private readonly byte[] _escape = new byte[Longest];
    private readonly byte[] _high = new byte[Longest];
    private int _begun;
    private bool _hasHigh;

    /// <summary>Takes the next piece; true when the text ends in it.</summary>
    public bool Read(ReadOnlySpan<byte> piece, IBufferWriter<byte> text)
    {
        while (!piece.IsEmpty)
        {
            if (_begun == 0 && piece[0] != (byte)'\\')
            {
                var run = piece.IndexOf((byte)'\\');
                if (run < 0) run = piece.Length;
                Say(piece[..run], text);
                piece = piece[run..];
                continue;
            }

            var c = JsonStrings.CodeAt(piece, out var length);
            if (_begun > 0 && !GoesOn(c)) TakeAsItStands(text);
            if (_begun == 0 && c == '"') return true;
            Add(c, piece[..length], text);
            piece = piece[length..];
        }

        return false;
    }

    /// <summary>No more comes. Half an escape means nothing.</summary>
    public void End(IBufferWriter<byte> text) => Say([], text);

    private void Add(int c, ReadOnlySpan<byte> outer, IBufferWriter<byte> text)
    {
        if (_begun > 0 || c == '\\') Escape((byte)c, text);
        else if (char.IsSurrogate((char)c)) Half(c, outer, text);
        else if (c is >= 0x20 and < 0x80) Say([(byte)c], text);
        else Say(outer, text); // its outer escape is one of the text's, too
    }

    /// <summary>Whether a character belongs to the escape that has begun.</summary>
    private bool GoesOn(int c) => c < 0x80 && (_begun > 1 ? char.IsAsciiHexDigit((char)c) : "\"\\/bfnrtu".Contains((char)c));

    /// <summary>What began like an escape is none: the backslash is meant.</summary>
    private void TakeAsItStands(IBufferWriter<byte> text)
    {
        Say("\\"u8, text);
        Say(_escape.AsSpan(0, _begun), text);
        _begun = 0;
    }

    private void Escape(byte c, IBufferWriter<byte> text)
    {
        _escape[_begun++] = c;
        if (_begun == Longest || (_begun == 2 && c != (byte)'u')) Whole(text);
    }

    private void Whole(IBufferWriter<byte> text)
    {
        var escape = _escape.AsSpan(0, _begun);
        var c = _begun < Longest ? 0 : ushort.Parse(escape[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _begun = 0;
        if (char.IsSurrogate((char)c)) Half(c, escape, text);
        else Say(escape, text);
    }

    /// <summary>Half a pair of surrogates: the first waits for the second, so that both are told at once.</summary>
    private void Half(int c, ReadOnlySpan<byte> escape, IBufferWriter<byte> text)
    {
        if (!char.IsHighSurrogate((char)c))
        {
            Say(escape, text);
            return;
        }

        Say([], text);
        escape.CopyTo(_high);
        _hasHigh = true;
    }

    private void Say(ReadOnlySpan<byte> escaped, IBufferWriter<byte> text)
    {
        if (_hasHigh) text.Raw(_high);
        _hasHigh = false;
        text.Raw(escaped);
    }
}
