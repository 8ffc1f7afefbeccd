using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Reads a whole answer: the same events as its stream would have given.</summary>
internal sealed class WholeReader : IAnswerReader
{
    private readonly AnswerEvents _answer = new();

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (_answer.IsOver) return;
        var chunk = new Chunk();
        try
        {
            ChunkParser.Parse(data, whole: true, chunk);
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            _answer.Fail(UpstreamErrors.Garbage, events);
            return;
        }

        if (chunk.HasError) _answer.Fail(UpstreamErrors.ReadFrame(data), events);
        else if (chunk.Choices == 0) _answer.Fail(UpstreamErrors.Garbage, events);
        else Take(chunk, events);
    }

    public void End(EventBatch events)
    {
        if (!_answer.IsOver) _answer.Fail(UpstreamErrors.Cut, events);
    }

    private void Take(Chunk chunk, EventBatch events)
    {
        _answer.Take(chunk, events);
        if (!_answer.IsOver) _answer.Complete(events);
    }
}
