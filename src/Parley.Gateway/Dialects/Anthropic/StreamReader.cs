using System.Text.Json;
using System.Text.Unicode;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>
/// Reads a Messages stream. Trusts the <c>type</c> inside the JSON before the name of the event; passes over types of
/// frames, blocks and deltas that it does not know. Also the tap on streams that pass through, so most frames are
/// recognised without parsing (<see cref="FrameTemplate"/>).
/// </summary>
internal sealed class StreamReader : IAnswerReader
{
    private readonly BlockTable _blocks = new();
    private readonly UsageMapping _usage = new();
    private readonly FrameTemplate _template = new();
    private bool _started;
    private bool _finished;
    private bool _ended;
    private int _toolCalls;

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (_ended) return;
        if (_template.TryRead(data, out var delta))
        {
            if (!delta.Text.IsEmpty) events.Add(delta);
            return;
        }

        var isPing = Frame.TypeOf(eventName.Span) == FrameType.Ping; // the vendor's clients do not look inside
        if (isPing || data.IsEmpty || data.Span.SequenceEqual("[DONE]"u8))
        {
            if (isPing) events.Add(new LlmEvent { Kind = LlmEventKind.Ping });
            return;
        }

        try
        {
            if (!Utf8.IsValid(data.Span)) throw new JsonException("The frame is not UTF-8.");
            Read(Frame.Parse(eventName, data), data, events);
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            Fail(UpstreamErrors.Garbage, events);
        }
    }

    public void End(EventBatch events)
    {
        if (!_ended) Fail(UpstreamErrors.Cut, events);
    }

    private void Read(in Frame frame, ReadOnlyMemory<byte> data, EventBatch events)
    {
        switch (frame.Type)
        {
            case FrameType.BlockDelta:
                ReadDelta(frame, data, events);
                break;
            case FrameType.BlockStart:
                _template.Forget();
                StartBlock(frame, events);
                break;
            case FrameType.BlockStop:
                _template.Forget();
                _blocks.Stop(frame.Index, events);
                break;
            case FrameType.MessageStart:
                Start(MessageHead.Read(frame.Message.IsEmpty ? "{}"u8.ToArray() : frame.Message), events);
                break;
            case FrameType.MessageDelta:
                EnsureStarted(events);
                AddUsage(frame.Usage, events);
                if (!frame.StopReason.IsEmpty) Finish(FinishReasons.Read(frame.StopReason), frame.StopSequence, events);
                break;
            case FrameType.MessageStop:
                EnsureStarted(events);
                Finish(_toolCalls > 0 ? FinishReason.ToolCalls : FinishReason.Stop, default, events);
                events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
                _ended = true;
                break;
            case FrameType.Ping:
                events.Add(new LlmEvent { Kind = LlmEventKind.Ping });
                break;
            case FrameType.Error:
                Fail(Errors.ReadFrame(data), events);
                break;
        }
    }

    private void Start(in MessageHead head, EventBatch events)
    {
        if (!_started) events.Add(new LlmEvent { Kind = LlmEventKind.Started, Id = head.Id, Name = head.Model });
        _started = true;
        AddUsage(head.Usage, events);
    }

    private void EnsureStarted(EventBatch events)
    {
        if (_started) return;
        _started = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.Started });
    }

    private void AddUsage(ReadOnlyMemory<byte> json, EventBatch events)
    {
        if (json.IsEmpty) return;
        _usage.Read(json);
        events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = _usage.ToUsage(), Json = json });
    }

    private void StartBlock(in Frame frame, EventBatch events)
    {
        if (frame.Block.IsEmpty || frame.Index < 0 || _finished) return;
        EnsureStarted(events);
        _blocks.Stop(frame.Index, events);
        var block = Block.Read(frame.Block);
        if (block.Kind == BlockKind.ToolCall && ++_toolCalls > AnswerBounds.ToolCalls) throw new JsonException("More tool calls than any vendor makes.");
        block.Start(_blocks.Start(frame.Index, block.Kind, block.HasInput).Block, events);
    }

    private void ReadDelta(in Frame frame, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (!_blocks.TryFind(frame.Index, out var block)) return;
        switch (frame.Delta)
        {
            case DeltaType.Text when block.Kind == BlockKind.Text:
                AddDelta(block, frame.Text, data, events);
                break;
            case DeltaType.Thinking when block.Kind == BlockKind.Reasoning:
                AddDelta(block, frame.Thinking, data, events);
                break;
            case DeltaType.InputJson when block is { Kind: BlockKind.ToolCall, IsTold: false }:
                AddDelta(block, frame.PartialJson, data, events);
                break;
            case DeltaType.Signature when block.Kind == BlockKind.Reasoning && !frame.Signature.IsEmpty:
                events.Add(new LlmEvent { Kind = LlmEventKind.Signature, Block = block.Block, Text = frame.Signature });
                break;
            case DeltaType.Citations when block.Kind == BlockKind.Text && !frame.Citation.IsEmpty:
                events.Add(new LlmEvent { Kind = LlmEventKind.Citation, Block = block.Block, Citation = Citations.Read(frame.Citation) });
                break;
        }
    }

    private void AddDelta(BlockTable.Open block, JsonText text, ReadOnlyMemory<byte> data, EventBatch events)
    {
        var delta = new LlmEvent { Kind = LlmEventKind.Delta, Block = block.Block, BlockKind = block.Kind, Text = text };
        _template.Learn(data, delta);
        if (!text.IsEmpty) events.Add(delta);
    }

    private void Finish(FinishReason reason, JsonText sequence, EventBatch events)
    {
        if (_finished) return;
        _finished = true;
        _template.Forget();
        _blocks.StopAll(events);
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = reason, Text = sequence });
    }

    private void Fail(GatewayFault fault, EventBatch events)
    {
        _ended = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = fault });
    }
}
