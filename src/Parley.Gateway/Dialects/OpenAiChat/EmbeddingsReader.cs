using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Reads the usage of an embeddings answer, which passes through as it is.</summary>
internal sealed class EmbeddingsReader : IAnswerReader
{
    private bool _over;

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (_over) return;
        _over = true;
        try
        {
            Take(data, events);
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            events.Clear();
            events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = UpstreamErrors.Garbage });
        }
    }

    public void End(EventBatch events)
    {
        if (!_over) events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = UpstreamErrors.Cut });
        _over = true;
    }

    private static void Take(ReadOnlyMemory<byte> data, EventBatch events)
    {
        var chunk = new Chunk();
        ChunkParser.Parse(data, whole: true, chunk);
        if (chunk.HasError)
        {
            events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = UpstreamErrors.ReadFrame(data) });
            return;
        }

        events.Add(new LlmEvent { Kind = LlmEventKind.Started, Id = chunk.Id, Name = chunk.Model });
        if (chunk.Usage is not null) events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = chunk.Usage, Json = chunk.UsageJson });
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.Stop });
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }
}
