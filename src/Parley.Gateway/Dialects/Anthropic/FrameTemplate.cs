using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>
/// Recognises the next delta of a block without parsing it. The frames of a run of deltas differ only between the
/// quotes of one string; so a frame that begins and ends like the last one parsed, with the inside of a valid JSON
/// string between, parses to the same thing with that string in its place. Exact, not a guess.
/// </summary>
internal sealed class FrameTemplate
{
    private byte[] _ends = new byte[160];
    private int _prefix;
    private int _suffix;
    private LlmEvent _delta;

    /// <summary>Remembers a parsed frame; <paramref name="delta"/> says what it brought, its text being a slice of <paramref name="data"/>.</summary>
    public void Learn(ReadOnlyMemory<byte> data, in LlmEvent delta)
    {
        if (!data.Span.Overlaps(delta.Text.Escaped.Span, out var start))
        {
            Forget();
            return;
        }

        _prefix = start;
        _suffix = data.Length - start - delta.Text.Escaped.Length;
        if (_ends.Length < _prefix + _suffix) Array.Resize(ref _ends, _prefix + _suffix);
        data.Span[.._prefix].CopyTo(_ends);
        data.Span[^_suffix..].CopyTo(_ends.AsSpan(_prefix));
        _delta = new LlmEvent { Kind = LlmEventKind.Delta, Block = delta.Block, BlockKind = delta.BlockKind };
    }

    /// <summary>What the blocks are has changed: the next delta must be parsed.</summary>
    public void Forget() => _prefix = 0;

    /// <summary>Whether a frame is another delta of the same run. <paramref name="delta"/> has an empty text for an empty string.</summary>
    public bool TryRead(ReadOnlyMemory<byte> data, out LlmEvent delta)
    {
        var span = data.Span;
        var length = span.Length - _prefix - _suffix;
        if (_prefix == 0 || length < 0
            || !span.StartsWith(_ends.AsSpan(0, _prefix)) || !span.EndsWith(_ends.AsSpan(_prefix, _suffix))
            || JsonStrings.LengthOf(span[_prefix..]) != length)
        {
            delta = default;
            return false;
        }

        delta = new LlmEvent
        {
            Kind = LlmEventKind.Delta,
            Block = _delta.Block,
            BlockKind = _delta.BlockKind,
            Text = JsonText.FromEscaped(data.Slice(_prefix, length)),
        };
        return true;
    }
}
