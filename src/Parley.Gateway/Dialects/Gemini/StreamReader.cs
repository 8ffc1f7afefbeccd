using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Reads the frames of a streamed answer, each a response of its own. Nothing terminates the stream but its end.</summary>
internal sealed class StreamReader : IAnswerReader
{
    private readonly AnswerEvents _answer = new();
    private readonly FrameTemplate _template = new();

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (_answer.IsOver) return;
        if (eventName.IsEmpty && _template.TryMatch(data, out var text, out var usage))
        {
            _answer.Plain(_template.Kind, text, usage, events);
            return;
        }

        var trimmed = data.Span.Trim(" \t\r\n"u8);
        if (trimmed.IsEmpty || trimmed.SequenceEqual("[DONE]"u8)) return; // the latter is what some proxies add
        if (eventName.Span.SequenceEqual("error"u8)) _answer.Fail(UpstreamErrors.ReadFrame(data), events);
        else
        {
            _answer.Read(data, events);
            if (!_answer.IsOver && data.Span[0] == (byte)'{') _template.Learn(data, _answer.Chunk); // not an array of them
        }
    }

    public void End(EventBatch events)
    {
        if (_answer.IsOver) return;
        if (_answer.IsFinished) _answer.Complete(events);
        else _answer.Fail(UpstreamErrors.Cut, events);
    }
}
