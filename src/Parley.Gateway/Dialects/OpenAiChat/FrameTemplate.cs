using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>
/// The bytes around the text of the last plain frame. Frames of one answer differ in nothing but their text (and OpenAI's
/// random padding): one that has the same bytes around a valid JSON string needs no parsing. Exact: whatever does not fit is parsed.
/// </summary>
internal sealed class FrameTemplate
{
    private const int Longest = 4096;

    private byte[] _frame = [];
    private Range _head, _middle, _tail;
    private bool _padded;

    /// <summary>The kind of text in the frame.</summary>
    public BlockKind Kind { get; private set; }

    /// <summary>The call's index, when the text is a piece of a call's arguments.</summary>
    public int? CallIndex { get; private set; }

    /// <summary>Whether there is a template.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Learns from a frame that was parsed; forgets when the frame says more than one text.</summary>
    public void Learn(ReadOnlySpan<byte> frame, Chunk chunk)
    {
        IsSet = false;
        if (frame.Length > Longest || Single(chunk) is not { } text || !Locate(frame, text, out var textAt)) return;
        if (_frame.Length < frame.Length) _frame = new byte[frame.Length + 64];
        frame.CopyTo(_frame);
        _head = ..textAt.Start;
        _padded = Locate(frame, chunk.Obfuscation, out var paddingAt) && paddingAt.Start.Value > textAt.End.Value;
        _middle = _padded ? textAt.End..paddingAt.Start : textAt.End..frame.Length;
        _tail = _padded ? paddingAt.End..frame.Length : frame.Length..frame.Length;
        IsSet = true;
    }

    /// <summary>Whether a frame is like the learned one, and where its text stands.</summary>
    public bool TryMatch(ReadOnlySpan<byte> frame, out Range text)
    {
        text = default;
        var head = _frame.AsSpan(_head);
        if (!IsSet || !frame.StartsWith(head)) return false;
        var rest = frame[head.Length..];
        var length = JsonStrings.LengthOf(rest);
        if (length <= 0) return false; // where a text is empty, another one may speak
        text = head.Length..(head.Length + length);
        rest = rest[length..];
        var middle = _frame.AsSpan(_middle);
        if (!_padded) return rest.SequenceEqual(middle);
        if (!rest.StartsWith(middle)) return false;
        rest = rest[middle.Length..];
        length = JsonStrings.LengthOf(rest);
        return length >= 0 && rest[length..].SequenceEqual(_frame.AsSpan(_tail));
    }

    /// <summary>The one text that the chunk carries; null when it carries anything else, or more.</summary>
    private JsonText? Single(Chunk chunk)
    {
        if (chunk.Finish is not null || chunk.FinishFault is not null || chunk.Usage is not null || chunk.Citations.Count > 0 || chunk.Pictures.Count > 0 || chunk.Links.Count > 0 || chunk.Choices != 1
            || !chunk.Logprobs.IsEmpty || !chunk.RefusalLogprobs.IsEmpty) return null;
        JsonText? found = null;
        var count = 0;
        Count(chunk.Reasoning, BlockKind.Reasoning);
        Count(chunk.Refusal, BlockKind.Refusal);
        foreach (var text in chunk.Texts) Count(text.Text, text.Kind);
        foreach (var call in chunk.Calls)
        {
            if (!call.Id.IsEmpty || !call.Name.IsEmpty) return null;
            Count(call.Arguments, BlockKind.ToolCall);
            CallIndex = call.Index;
        }

        return count == 1 && chunk.Calls.Count <= 1 ? found : null;

        void Count(JsonText text, BlockKind kind)
        {
            if (text.IsEmpty) return;
            (found, Kind) = (text, kind);
            count++;
        }
    }

    private static bool Locate(ReadOnlySpan<byte> frame, JsonText text, out Range at)
    {
        at = default;
        if (text.IsEmpty || !frame.Overlaps(text.Escaped.Span, out var start)) return false;
        at = start..(start + text.Escaped.Length);
        return true;
    }
}
