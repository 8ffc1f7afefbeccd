using System.Text.Json;
using System.Text.Unicode;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Reads a whole response: the same events as its stream would have brought. <paramref name="passesThrough"/>: the caller gets it as it is.</summary>
internal sealed class WholeReader(bool passesThrough = false) : IAnswerReader
{
    private readonly AnswerEvents _answer = new();

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (_answer.IsOver) return;
        try
        {
            if (!Utf8.IsValid(data.Span)) throw new JsonException("The body is not UTF-8.");
            var head = ResponseHead.Read(data);
            if (passesThrough) head.Passing = data;
            if (!head.Output.IsEmpty || !head.Status.IsEmpty) _answer.Complete(head, FrameType.Completed, events);
            else _answer.Fail(head.Error.IsEmpty ? UpstreamErrors.Garbage : Errors.Read(head.Error), events);
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            _answer.Fail(UpstreamErrors.Garbage, events);
        }
    }

    public void End(EventBatch events)
    {
        if (!_answer.IsOver) _answer.Fail(UpstreamErrors.Cut, events);
    }
}
