using System.Text.Json;
using System.Text.Unicode;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// Reads a Responses stream. Trusts the <c>type</c> inside the JSON before the name of the event; passes over types that it does not
/// know. The vendor tells everything three times (deltas, <c>done</c> events, the response at the end), and other servers leave out one or
/// the other: the first telling counts. Also the tap beside streams that pass through, so most deltas are recognised without parsing
/// (<see cref="FrameTemplate"/>).
/// </summary>
internal sealed class StreamReader : IAnswerReader
{
    private readonly AnswerEvents _answer = new();
    private readonly FrameTemplate _template = new();

    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (_answer.IsOver) return;
        if (_template.TryMatch(data, out var delta))
        {
            ReadDelta(delta, events);
            return;
        }

        var trimmed = data.Span.Trim(" \t\r\n"u8);
        if (trimmed.IsEmpty || trimmed.SequenceEqual("[DONE]"u8)) return;
        try
        {
            if (!Utf8.IsValid(data.Span)) throw new JsonException("The event is not UTF-8.");
            var frame = Frame.Parse(eventName, data);
            Read(frame, data, events);
            if (IsDelta(frame.Type)) _template.Learn(data, frame);
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            _answer.Fail(UpstreamErrors.Garbage, events);
        }
    }

    public void End(EventBatch events)
    {
        if (!_answer.IsOver) _answer.Fail(UpstreamErrors.Cut, events);
    }

    private void Read(in Frame frame, ReadOnlyMemory<byte> data, EventBatch events)
    {
        switch (frame.Type)
        {
            case FrameType.Unknown:
                return;
            case FrameType.Error:
                _answer.Fail(Errors.Read(frame.Error.IsEmpty ? data : frame.Error), events);
                return;
            case FrameType.Completed or FrameType.Incomplete or FrameType.Failed or FrameType.Cancelled:
                _answer.Complete(ResponseHead.Read(frame.Response), frame.Type, events);
                return;
            case FrameType.Created:
                _answer.Start(ResponseHead.Read(frame.Response), events);
                return;
            case FrameType.Progress:
                _answer.Start(ResponseHead.Read(frame.Response), events);
                Ping(events);
                return;
            case FrameType.ItemAdded when !frame.Item.IsEmpty:
                _answer.Start(default, events);
                // It says nothing yet of a message: while nothing is said, a failure is a failed call and no broken answer.
                if (_answer.Begin(frame.OutputIndex, Item.Read(frame.Item), events).Block < 0) Ping(events);
                return;
            default:
                _answer.Start(default, events);
                if (IsDelta(frame.Type)) ReadDelta(frame, events);
                else ReadContent(frame, events);
                return;
        }
    }

    private static void Ping(EventBatch events) => events.Add(new LlmEvent { Kind = LlmEventKind.Ping });

    private static bool IsDelta(FrameType type) =>
        type is FrameType.TextDelta or FrameType.ArgumentsDelta or FrameType.SummaryDelta or FrameType.ReasoningDelta or FrameType.RefusalDelta;

    private void ReadDelta(in Frame frame, EventBatch events)
    {
        switch (frame.Type)
        {
            case FrameType.TextDelta: Delta(frame, ItemKind.Message, BlockKind.Text, frame.PartIndex, events); break;
            case FrameType.RefusalDelta: Delta(frame, ItemKind.Message, BlockKind.Refusal, frame.PartIndex, events); break;
            case FrameType.SummaryDelta: Delta(frame, ItemKind.Reasoning, BlockKind.Reasoning, frame.PartIndex, events); break;
            case FrameType.ReasoningDelta: Delta(frame, ItemKind.Reasoning, BlockKind.Reasoning, ReasoningPart(frame), events); break;
            case FrameType.ArgumentsDelta when _answer.Find(frame, ItemKind.Call) is { IsTold: false } call: AnswerBlocks.Arguments(call, frame.Delta, events); break;
        }
    }

    private void ReadContent(in Frame frame, EventBatch events)
    {
        switch (frame.Type)
        {
            case FrameType.TextDone: Done(frame, ItemKind.Message, BlockKind.Text, frame.PartIndex, events); break;
            case FrameType.RefusalDone: Done(frame, ItemKind.Message, BlockKind.Refusal, frame.PartIndex, events); break;
            case FrameType.SummaryDone: Done(frame, ItemKind.Reasoning, BlockKind.Reasoning, frame.PartIndex, events); break;
            case FrameType.ReasoningDone: Done(frame, ItemKind.Reasoning, BlockKind.Reasoning, ReasoningPart(frame), events); break;
            case FrameType.ArgumentsDone when _answer.Find(frame, ItemKind.Call) is { } call && !call.HasSaid(0): AnswerBlocks.Arguments(call, frame.Text, events); break;
            case FrameType.ItemDone when !frame.Item.IsEmpty: _answer.Finish(frame.OutputIndex, Item.Read(frame.Item), events); break;
            case FrameType.PartAdded: AddPart(frame, events); break;
            case FrameType.PartDone: FinishPart(frame, events); break;
            case FrameType.AnnotationAdded when !frame.Annotation.IsEmpty && _answer.Find(frame, ItemKind.Message) is { } cited:
                _answer.Blocks.Cite(cited, frame.PartIndex, frame.Annotation, events);
                break;
        }
    }

    private static int ReasoningPart(in Frame frame) => AnswerEvents.ReasoningContent + Math.Min(frame.PartIndex, AnswerEvents.ReasoningContent);

    private void Delta(in Frame frame, ItemKind kind, BlockKind block, int part, EventBatch events)
    {
        if (_answer.Find(frame, kind) is { } item) _answer.Blocks.Text(item, block, part, frame.Delta, events, frame.Logprobs);
    }

    private void Done(in Frame frame, ItemKind kind, BlockKind block, int part, EventBatch events)
    {
        if (_answer.Find(frame, kind) is { } item && !item.HasSaid(part)) _answer.Blocks.Text(item, block, part, frame.Text, events, frame.Logprobs);
    }

    private void AddPart(in Frame frame, EventBatch events)
    {
        if (frame.Part.IsEmpty || Part.Read(frame.Part) is not { Kind: BlockKind.Text or BlockKind.Refusal } part || _answer.Find(frame, ItemKind.Message) is not { } item) return;
        _answer.Blocks.Open(item, part.Kind, frame.PartIndex, events);
        _answer.Blocks.Text(item, part.Kind, frame.PartIndex, part.Text, events, part.Logprobs); // empty as a rule
    }

    private void FinishPart(in Frame frame, EventBatch events)
    {
        if (frame.Part.IsEmpty || Part.Read(frame.Part) is not { Kind: BlockKind.Text or BlockKind.Refusal } part || _answer.Find(frame, ItemKind.Message) is not { } item) return;
        _answer.Blocks.Part(item, frame.PartIndex, part, events);
        item.IsPartDone |= item.Part == frame.PartIndex;
    }
}
