using System.Text.Json;
using System.Text.Unicode;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>
/// Beside a whole answer that passes through as it is: says how it ended and what it used, and steps over its words.
/// Whatever is out of the ordinary (an error, no usage, a finish reason of a vendor's own) is left to <see cref="WholeReader"/>.
/// </summary>
internal sealed class WholeTap : IAnswerReader
{
    private WholeReader? _reader;
    private bool _isRead;

    /// <inheritdoc/>
    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        _isRead = TryRead(data, out var usage, out var json, out var finish);
        if (!_isRead)
        {
            _reader = new WholeReader();
            _reader.Read(eventName, data, events);
            return;
        }

        events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = usage, Json = json });
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = finish });
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }

    /// <inheritdoc/>
    public void End(EventBatch events)
    {
        if (!_isRead) (_reader ?? new WholeReader()).End(events);
    }

    private static bool TryRead(ReadOnlyMemory<byte> data, out Usage? usage, out ReadOnlyMemory<byte> usageJson, out FinishReason finish)
    {
        usage = null;
        usageJson = default;
        finish = default;
        var body = data.Span;
        var json = new JsonScanner(body);
        if (!Utf8.IsValid(body) || !json.TryTake((byte)'{')) return false;
        var isFinished = false;
        do
        {
            if (!json.TryTakeString(out var name) || !json.TryTake((byte)':')) return false;
            var first = json.Peek();
            var start = json.Position;
            if (name.SequenceEqual("\"choices\""u8))
            {
                if (!TryReadChoice(ref json, out finish)) return false;
                isFinished = true;
                continue;
            }

            if (!json.TrySkipValue(1)) return false;
            if (name.SequenceEqual("\"usage\""u8)) usageJson = data[start..json.Position];
            else if (name.SequenceEqual("\"error\""u8) && first != (byte)'n') return false;
        }
        while (json.TryTake((byte)','));
        if (!isFinished || usageJson.IsEmpty || !json.TryTake((byte)'}') || !json.IsAtEnd()) return false;
        var reader = new Utf8JsonReader(usageJson.Span);
        reader.Read();
        usage = UsageMapping.Read(ref reader);
        return usage is not null;
    }

    /// <summary>The finish reason of an array with one choice in it.</summary>
    private static bool TryReadChoice(ref JsonScanner json, out FinishReason finish)
    {
        finish = default;
        if (!json.TryTake((byte)'[') || !json.TryTake((byte)'{')) return false;
        var isFinished = false;
        do
        {
            if (!json.TryTakeString(out var name) || !json.TryTake((byte)':')) return false;
            if (!name.SequenceEqual("\"finish_reason\""u8))
            {
                if (!json.TrySkipValue(3)) return false;
                continue;
            }

            if (!json.TryTakeString(out var reason) || !TryRead(reason, out finish)) return false;
            isFinished = true;
        }
        while (json.TryTake((byte)','));
        return isFinished && json.TryTake((byte)'}') && json.TryTake((byte)']');
    }

    private static bool TryRead(ReadOnlySpan<byte> reason, out FinishReason finish)
    {
        finish = reason.SequenceEqual("\"length\""u8) ? FinishReason.Length
            : reason.SequenceEqual("\"tool_calls\""u8) ? FinishReason.ToolCalls
            : reason.SequenceEqual("\"content_filter\""u8) ? FinishReason.ContentFilter
            : FinishReason.Stop;
        return finish != FinishReason.Stop || reason.SequenceEqual("\"stop\""u8);
    }
}
