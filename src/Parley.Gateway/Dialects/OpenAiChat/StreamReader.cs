using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Reads the frames of a streamed answer. Also the tap beside answers that pass through untouched, so every frame counts.</summary>
internal sealed class StreamReader : IAnswerReader
{
    private readonly AnswerEvents _answer = new();
    private readonly Chunk _chunk = new();
    private readonly FrameTemplate _template = new();
    private UInt128 _unfinished; // further choices that have begun

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (_answer.IsOver) return;
        if (eventName.IsEmpty && _template.TryMatch(data.Span, out var text))
        {
            TakePlain(JsonText.FromEscaped(data[text]), events);
            return;
        }

        var trimmed = data.Span.Trim(" \t\r\n"u8);
        if (trimmed.IsEmpty) return;
        if (trimmed.SequenceEqual("[DONE]"u8)) Done(events);
        else if (eventName.Span.SequenceEqual("error"u8)) _answer.Fail(UpstreamErrors.ReadFrame(data), events);
        else Parse(data, events);
    }

    public void End(EventBatch events)
    {
        if (_answer.IsOver) return;
        if (_answer.IsFinished && _unfinished == 0) _answer.Complete(events); // compatible vendors leave [DONE] out
        else _answer.Fail(UpstreamErrors.Cut, events);
    }

    private void TakePlain(JsonText text, EventBatch events)
    {
        if (_template.Kind == BlockKind.ToolCall) _answer.Call(new ChunkCall(_template.CallIndex, default, default, text), events);
        else _answer.Text(_template.Kind, text, events);
    }

    private void Parse(ReadOnlyMemory<byte> data, EventBatch events)
    {
        try
        {
            ChunkParser.Parse(data, whole: false, _chunk);
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            _answer.Fail(UpstreamErrors.Garbage, events);
            return;
        }

        if (_chunk.HasError)
        {
            _answer.Fail(UpstreamErrors.ReadFrame(data), events);
            return;
        }

        _answer.Take(_chunk, events);
        _unfinished = (_unfinished | _chunk.Others) & ~_chunk.EndedOthers;
        events.IsUsageOnly = _chunk is { Choices: 0, Usage: not null };
        _template.Learn(data.Span, _chunk);
    }

    private void Done(EventBatch events)
    {
        if (_answer.IsStarted) _answer.Complete(events);
        else _answer.Fail(UpstreamErrors.Garbage, events);
    }
}
