using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiMedia;

/// <summary>Beside a whole JSON answer that passes through as it is: what it used, or how many pictures it holds.</summary>
internal sealed class WholeTap(LlmOperation operation) : IAnswerReader
{
    private bool _over;

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (_over) return;
        _over = true;
        try
        {
            var body = MediaFrame.Read(data, operation);
            if (body.HasError) events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = UpstreamErrors.ReadFrame(data) });
            else Take(body, events);
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

    private static void Take(MediaFrame body, EventBatch events)
    {
        var usage = body.Usage ?? (body.Milliseconds is { } length ? new Usage(AudioMilliseconds: length) : null);
        if (body.Pictures > 0) usage = (usage ?? new Usage()) with { Images = body.Pictures };
        events.Add(new LlmEvent { Kind = LlmEventKind.Started });
        if (usage is not null) events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = usage, Json = body.UsageJson });
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.Stop });
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }
}
