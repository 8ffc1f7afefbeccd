using System.Text.Json;
using System.Text.Unicode;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// Beside a whole response that passes through as it is: says how it ended and what it used, and steps over its words. Whatever is
/// out of the ordinary (an error, no usage) is left to <see cref="WholeReader"/>.
/// </summary>
internal sealed class WholeTap : IAnswerReader
{
    private WholeReader? _reader;
    private bool _isRead;

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        _isRead = TryRead(data, out var head, out var usage);
        if (!_isRead)
        {
            _reader = new WholeReader(passesThrough: true);
            _reader.Read(eventName, data, events);
            return;
        }

        events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = usage, Json = head.Usage });
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = Statuses.Read(head, FrameType.Completed, hasCalls: false) });
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }

    public void End(EventBatch events)
    {
        if (!_isRead) (_reader ?? new WholeReader()).End(events);
    }

    private static bool TryRead(ReadOnlyMemory<byte> data, out ResponseHead head, out Usage? usage)
    {
        head = default;
        usage = null;
        try
        {
            if (!Utf8.IsValid(data.Span)) return false;
            head = ResponseHead.Read(data);
            if (head.Output.IsEmpty || head.Usage.IsEmpty || Statuses.FaultOf(head, FrameType.Completed) is not null) return false;
            usage = UsageMapping.Read(head.Usage);
            return usage is not null;
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            return false;
        }
    }
}
