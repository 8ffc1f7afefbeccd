using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// The bytes of the last delta. The deltas of a run differ in nothing but their number, their text and the random padding
/// (<c>obfuscation</c>): one that has the same bytes around a number and valid JSON strings says the same of everything else, and needs no
/// parsing. Exact: whatever does not fit is parsed.
/// </summary>
internal sealed class FrameTemplate
{
    private const int Longest = 4096;

    private readonly List<Hole> _holes = new(3);
    private byte[] _bytes = [];
    private int _length;
    private Frame _frame;

    private readonly record struct Hole(int Start, int End, HoleKind Kind);

    private enum HoleKind : byte
    {
        Number,
        Delta,
        Padding,
    }

    /// <summary>Learns from a delta that was parsed. Its type must stand in it, for the name of an event is not compared.</summary>
    public void Learn(ReadOnlyMemory<byte> data, in Frame frame)
    {
        _holes.Clear();
        if (!frame.IsTyped || data.Length > Longest || !frame.Logprobs.IsEmpty || !Add(data, frame.Delta.Escaped, HoleKind.Delta)) return;
        Add(data, frame.Number, HoleKind.Number);
        Add(data, frame.Obfuscation.Escaped, HoleKind.Padding);
        _holes.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        if (_bytes.Length < data.Length) _bytes = new byte[data.Length + 64];
        data.Span.CopyTo(_bytes);
        _length = data.Length;
        var isSameItem = _frame.ItemId.Escaped.Span.SequenceEqual(frame.ItemId.Escaped.Span);
        _frame = new Frame { Type = frame.Type, OutputIndex = frame.OutputIndex, PartIndex = frame.PartIndex, ItemId = isSameItem ? _frame.ItemId : frame.ItemId.Copy() };
    }

    /// <summary>Whether a frame is like the learned one, and what it says.</summary>
    public bool TryMatch(ReadOnlyMemory<byte> data, out Frame frame)
    {
        frame = _frame;
        if (_holes.Count == 0) return false;
        var (at, from) = (0, 0);
        foreach (var hole in _holes)
        {
            var literal = _bytes.AsSpan(from..hole.Start);
            if (!data.Span[at..].StartsWith(literal)) return false;
            at += literal.Length;
            var rest = data.Span[at..];
            var length = hole.Kind == HoleKind.Number ? NumberLength(rest) : JsonStrings.LengthOf(rest);
            if (length < 0) return false;
            if (hole.Kind == HoleKind.Delta) frame.Delta = JsonText.FromEscaped(data.Slice(at, length));
            at += length;
            from = hole.End;
        }

        return data.Span[at..].SequenceEqual(_bytes.AsSpan(from.._length));
    }

    /// <summary>An empty hole has no place of its own.</summary>
    private bool Add(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> piece, HoleKind kind)
    {
        if (piece.IsEmpty || !data.Span.Overlaps(piece.Span, out var start)) return false;
        _holes.Add(new Hole(start, start + piece.Length, kind));
        return true;
    }

    /// <summary>Length of a whole number without a sign; -1 when there is none.</summary>
    private static int NumberLength(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length < 1 || (length > 1 && bytes[0] == (byte)'0') ? -1 : length;
    }
}
