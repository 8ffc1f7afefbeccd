using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiMedia;

/// <summary>Beside a transcript in plain text or in subtitles: any bytes are one, and none of them tells of usage.</summary>
internal sealed class TextTap : IAnswerReader
{
    private bool _over;

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events) => End(events);

    public void End(EventBatch events)
    {
        if (_over) return;
        _over = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.Started });
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.Stop });
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }
}
