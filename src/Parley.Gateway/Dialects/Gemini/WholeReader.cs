using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Reads a whole answer: the same events as its stream would have given.</summary>
internal sealed class WholeReader : IAnswerReader
{
    private readonly AnswerEvents _answer = new();

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (_answer.IsOver) return;
        _answer.Read(data, events);
        if (_answer.IsOver) return;
        if (_answer.HasCandidate || _answer.IsFinished) _answer.Complete(events);
        else _answer.Fail(UpstreamErrors.Garbage, events);
    }

    public void End(EventBatch events)
    {
        if (!_answer.IsOver) _answer.Fail(UpstreamErrors.Cut, events);
    }
}
