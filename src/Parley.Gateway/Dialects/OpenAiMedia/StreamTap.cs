using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiMedia;

/// <summary>
/// Beside a stream of pictures, sound or words that passes through as it is. It is complete with the vendor's last event; where several
/// pictures were asked for (<paramref name="pictures"/>) with that of the last one, and their usage adds up.
/// </summary>
internal sealed class StreamTap(LlmOperation operation, int pictures) : IAnswerReader
{
    private Usage? _usage;
    private int _ends;
    private bool _isBegun, _over;

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (_over) return;
        if (data.Span.SequenceEqual("[DONE]"u8))
        {
            End(events);
            return;
        }

        try
        {
            Take(MediaFrame.Read(data, operation), data, events);
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            events.Clear();
            Fail(UpstreamErrors.Garbage, events);
        }
    }

    public void End(EventBatch events)
    {
        if (_over) return;
        if (_ends == 0) Fail(UpstreamErrors.Cut, events);
        else Complete(events);
    }

    private void Take(MediaFrame frame, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (frame.HasError)
        {
            Fail(UpstreamErrors.ReadFrame(data), events);
            return;
        }

        if (!_isBegun)
        {
            _isBegun = true;
            events.Add(new LlmEvent { Kind = LlmEventKind.Started });
            events.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted, BlockKind = BlockKind.Opaque });
        }

        if (!frame.IsLast) return;
        _ends++;
        Count(frame);
        if (_usage is not null) events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = _usage, Json = frame.UsageJson });
        if (_ends >= pictures) Complete(events);
    }

    private void Count(MediaFrame frame)
    {
        var usage = frame.Usage;
        if (operation is LlmOperation.GenerateImage or LlmOperation.EditImage) usage = (usage ?? new Usage()) with { Images = 1 };
        if (usage is null) return;
        _usage = _usage is not { } so ? usage : so with
        {
            Input = so.Input + usage.Input, CacheRead = so.CacheRead + usage.CacheRead, Output = so.Output + usage.Output,
            InputImage = so.InputImage + usage.InputImage, OutputImage = so.OutputImage + usage.OutputImage, Images = so.Images + usage.Images,
        };
    }

    private void Complete(EventBatch events)
    {
        _over = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, BlockKind = BlockKind.Opaque });
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.Stop });
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }

    private void Fail(GatewayFault fault, EventBatch events)
    {
        _over = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = fault });
    }
}
