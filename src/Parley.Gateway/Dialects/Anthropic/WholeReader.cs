using System.Text.Json;
using System.Text.Unicode;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Reads a whole message: the same events as its stream would have brought.</summary>
internal sealed class WholeReader : IAnswerReader
{
    private bool _ended;

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (_ended) return;
        _ended = true;
        try
        {
            if (!Utf8.IsValid(data.Span)) throw new JsonException("The body is not UTF-8.");
            Read(MessageHead.Read(data), data, events);
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            Fail(UpstreamErrors.Garbage, events);
        }
    }

    public void End(EventBatch events)
    {
        if (!_ended) Fail(UpstreamErrors.Cut, events);
        _ended = true;
    }

    private static void Read(in MessageHead head, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (!head.Error.IsEmpty || head.Content.IsEmpty)
        {
            Fail(head.Error.IsEmpty ? UpstreamErrors.Garbage : Errors.ReadFrame(data), events);
            return;
        }

        events.Add(new LlmEvent { Kind = LlmEventKind.Started, Id = head.Id, Name = head.Model });
        var toolCalls = ReadContent(head.Content, events);
        if (!head.Usage.IsEmpty)
        {
            var usage = new UsageMapping();
            usage.Read(head.Usage);
            events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = usage.ToUsage(), Json = head.Usage });
        }

        var finish = !head.StopReason.IsEmpty ? FinishReasons.Read(head.StopReason) : toolCalls > 0 ? FinishReason.ToolCalls : FinishReason.Stop;
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = finish, Text = head.StopSequence });
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }

    private static int ReadContent(ReadOnlyMemory<byte> content, EventBatch events)
    {
        var toolCalls = 0;
        var number = 0;
        var reader = Wire.Open(content);
        reader.Read();
        while (!events.IsFull && Wire.NextObject(ref reader))
        {
            var block = Block.Read(Wire.Take(ref reader, content));
            if (block.Kind == BlockKind.ToolCall && ++toolCalls > AnswerBounds.ToolCalls) throw new JsonException("More tool calls than any vendor makes.");
            block.Start(number, events);
            events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, Block = number++, BlockKind = block.Kind });
        }

        return toolCalls;
    }

    private static void Fail(GatewayFault fault, EventBatch events) =>
        events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = fault });
}
