using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// The bytes of the last plain frame. The frames of an answer differ in nothing but their text and the numbers in their usage: one that has the
/// same bytes around a valid JSON string and whole numbers says the same of everything else, and needs no parsing. Exact: whatever does not fit is parsed.
/// </summary>
internal sealed class FrameTemplate
{
    private const int Longest = 4096;
    private const int MostDigits = 15;

    private readonly List<Hole> _holes = new(8);
    private byte[] _bytes = [];
    private int _length, _usageStart, _usageEnd;

    private readonly record struct Hole(int Start, int End, bool IsText);

    /// <summary>The kind of text in the frame.</summary>
    public BlockKind Kind { get; private set; }

    /// <summary>Learns from a frame that is one object and was parsed into <paramref name="chunk"/>; forgets when it says more than one text.</summary>
    public void Learn(ReadOnlyMemory<byte> frame, Chunk chunk)
    {
        _holes.Clear();
        if (frame.Length > Longest || Single(chunk) is not { } part || !frame.Span.Overlaps(part.Text.Escaped.Span, out var text)) return;
        if (!frame.Span.Overlaps(chunk.Usage.Span, out _usageStart)) _usageStart = 0;
        _usageEnd = _usageStart + chunk.Usage.Length;
        AddNumbers(frame.Span);
        if (_holes.Count == 0 && _usageEnd > 0) return; // a usage that counts nothing must not replace one that does
        _holes.Add(new Hole(text, text + part.Text.Escaped.Length, IsText: true));
        _holes.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        if (_bytes.Length < frame.Length) _bytes = new byte[frame.Length + 64];
        frame.Span.CopyTo(_bytes);
        _length = frame.Length;
        Kind = part.Kind;
    }

    /// <summary>Whether a frame is like the learned one; its text, and its usage object, empty when it has none.</summary>
    public bool TryMatch(ReadOnlyMemory<byte> frame, out JsonText text, out ReadOnlyMemory<byte> usage)
    {
        text = default;
        usage = default;
        if (_holes.Count == 0) return false;
        var (at, from, usageAt, usageEnd) = (0, 0, 0, 0);
        foreach (var hole in _holes)
        {
            if (!frame.Span[at..].StartsWith(_bytes.AsSpan(from..hole.Start))) return false;
            FindUsage(from, hole.Start, at - from, ref usageAt, ref usageEnd);
            at += hole.Start - from;
            var rest = frame.Span[at..];
            var length = hole.IsText ? JsonStrings.LengthOf(rest) : NumberLength(rest);
            if (length < 1) return false; // where a text is empty, the frame may mean something else
            if (hole.IsText) text = JsonText.FromEscaped(frame.Slice(at, length));
            at += length;
            from = hole.End;
        }

        if (!frame.Span[at..].SequenceEqual(_bytes.AsSpan(from.._length))) return false;
        FindUsage(from, _length, at - from, ref usageAt, ref usageEnd);
        usage = frame[usageAt..usageEnd];
        return true;
    }

    /// <summary>Where the usage begins and ends, neither of which can lie in a hole, tells whichever literal stretch it lies in.</summary>
    private void FindUsage(int from, int to, int shift, ref int usageAt, ref int usageEnd)
    {
        if (from <= _usageStart && _usageStart < to) usageAt = _usageStart + shift;
        if (from < _usageEnd && _usageEnd <= to) usageEnd = _usageEnd + shift;
    }

    private void AddNumbers(ReadOnlySpan<byte> frame)
    {
        for (var at = _usageStart; at < _usageEnd; at++)
        {
            if (frame[at] is < (byte)'0' or > (byte)'9') continue;
            var before = at - 1;
            while (frame[before] == (byte)' ') before--;
            var length = NumberLength(frame[at..]);
            if (frame[before] == (byte)':' && length > 0) _holes.Add(new Hole(at, at + length, IsText: false));
            at += Math.Max(length, 1) - 1;
        }
    }

    /// <summary>Length of a whole number without a sign that surely fits; -1 when there is none.</summary>
    private static int NumberLength(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length is < 1 or > MostDigits || (length > 1 && bytes[0] == (byte)'0') ? -1 : length;
    }

    private static ChunkPart? Single(Chunk chunk) =>
        chunk is { Parts: [{ Kind: BlockKind.Text or BlockKind.Reasoning, Text.IsEmpty: false, Signature.IsEmpty: true } part], HasSources: false, Finish: null, FinishFault: null, IsBlocked: false, HasError: false }
            ? part : null;
}
