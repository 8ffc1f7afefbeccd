using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// Writes a Responses stream: every delta at once, and then, as the vendor does, each part, item and the whole response again when they
/// end. For these the text is kept in pooled memory. How blocks become items says <see cref="WrittenItems"/>.
/// </summary>
internal sealed class StreamWriter : IAnswerWriter
{
    private readonly FoldedAnswer _answer = new();
    private readonly WrittenItems _items = new();
    private readonly ResponseOutput _response;
    private readonly EventOutput _events;
    private bool _started;
    private bool _ended;

    public StreamWriter(AnswerIdentity identity)
    {
        _response = new ResponseOutput(identity, _answer, _items);
        _events = new EventOutput(new ItemOutput(identity, _answer));
    }

    public void Write(in LlmEvent item, IBufferWriter<byte> output)
    {
        if (_ended || item is { Kind: LlmEventKind.Citation, Citation.Url: null }) return; // only web sources have a form here
        if (item.Kind is not (LlmEventKind.Failed or LlmEventKind.Ping))
        {
            _answer.Add(item);
            Start(output);
        }

        switch (item.Kind)
        {
            case LlmEventKind.BlockStarted: StartBlock(item.BlockKind, output); break;
            case LlmEventKind.Delta when !item.Text.IsEmpty || !item.Json.IsEmpty: Delta(item, output); break;
            case LlmEventKind.Citation: Cite(item.Block, isEnded: false, output); break;
            case LlmEventKind.BlockStopped: StopBlock(item.Block, output); break;
            case LlmEventKind.Finished: FinishItems(output); break;
            case LlmEventKind.Completed: Complete(output); break;
            case LlmEventKind.Failed when item.Fault is not null: Fail(item.Fault, output); break;
            case LlmEventKind.Ping: output.Raw(": ping\n\n"u8); break;
        }
    }

    private void Start(IBufferWriter<byte> output)
    {
        if (_started) return;
        _started = true;
        Whole("response.created"u8, output);
        _response.InProgress(output);
        output.Raw("}\n\n"u8);
        Whole("response.in_progress"u8, output);
        _response.InProgress(output);
        output.Raw("}\n\n"u8);
    }

    private void StartBlock(BlockKind kind, IBufferWriter<byte> output)
    {
        var item = _items.Place(kind, out var isNew);
        if (item is null) return;
        if (isNew)
        {
            FinishOthers(item, output);
            _events.ItemAdded(item, output);
        }

        if (kind is BlockKind.Text or BlockKind.Refusal) _events.PartAdded(item, item.Blocks.Count - 1, kind, output);
    }

    private void Delta(in LlmEvent delta, IBufferWriter<byte> output)
    {
        var (item, part) = _items[delta.Block];
        if (item is null) return;
        var isFirst = _answer.Blocks[delta.Block].Text.Count == delta.Text.Escaped.Length;
        if (item.Kind == ItemKind.Reasoning && isFirst) _events.SummaryPartAdded(item, output);
        _events.Delta(item, part, delta.BlockKind, delta.Text, output, delta.Json);
    }

    /// <summary>Tells sources in their order, each behind the text that it stands for: other vendors name some before it, or for a whole block.</summary>
    private void Cite(int number, bool isEnded, IBufferWriter<byte> output)
    {
        var (item, part) = _items[number];
        var block = _answer.Blocks[number];
        if (item is null || block.Kind != BlockKind.Text) return;
        for (; block.ToldCitations < block.Citations.Count; block.ToldCitations++)
        {
            var next = block.Citations[block.ToldCitations];
            if (!isEnded && next.StartIndex is not null && !(next.EndIndex <= block.CountCharacters())) return;
            _events.AnnotationAdded(item, part, block.ToldCitations, next, output);
        }
    }

    private void StopBlock(int block, IBufferWriter<byte> output)
    {
        var (item, part) = _items[block];
        if (item is null) return;
        _items.Stop(block);
        switch (item.Kind)
        {
            case ItemKind.Message:
                Cite(block, isEnded: true, output);
                _events.PartDone(item, part, _answer.Blocks[block].Kind, output);
                break;
            case ItemKind.Reasoning when _answer.Blocks[block].Text.Count > 0: _events.SummaryDone(item, output); break;
            case ItemKind.Image:
                item.IsDone = true;
                _events.PictureDone(item, output);
                break;
            case ItemKind.Call when item.IsCustom: _events.InputDone(item, output); break;
            case ItemKind.Call:
                if (_answer.Blocks[block].Text.Count == 0) _events.Delta(item, 0, BlockKind.ToolCall, JsonText.From("{}"), output);
                _events.ArgumentsDone(item, _answer.Blocks[block].Name, output);
                break;
        }
    }

    /// <summary>Tells the ends of items that nothing more can be said of.</summary>
    private void FinishOthers(WrittenItem? next, IBufferWriter<byte> output)
    {
        foreach (var item in _items.All)
        {
            if (item == next || item.IsDone || item.Open.Count > 0) continue;
            item.IsDone = true;
            _events.ItemDone(item, output);
        }
    }

    private void FinishItems(IBufferWriter<byte> output)
    {
        _items.Finish(_answer.Finish ?? FinishReason.Stop);
        FinishOthers(null, output);
    }

    private void Complete(IBufferWriter<byte> output)
    {
        foreach (var item in _items.All)
            while (item.Open.Count > 0) StopBlock(item.Open[0], output);

        FinishItems(output);
        Whole(Statuses.IsIncomplete(_answer.Finish ?? FinishReason.Stop) ? "response.incomplete"u8 : "response.completed"u8, output);
        _response.Ended(output);
        output.Raw("}\n\n"u8);
        End();
    }

    /// <summary>As the vendor does it: the error, then the response that failed. SDKs raise at the one or find the other.</summary>
    private void Fail(GatewayFault fault, IBufferWriter<byte> output)
    {
        Errors.WriteFrame(fault, _events.NextSequence(), output);
        if (_started)
        {
            Whole("response.failed"u8, output);
            _response.Failed(fault, output);
            output.Raw("}\n\n"u8);
        }

        End();
    }

    private void Whole(ReadOnlySpan<byte> type, IBufferWriter<byte> output)
    {
        _events.Open(type, output);
        output.Raw(",\"response\":"u8);
    }

    private void End()
    {
        _ended = true;
        _answer.Release();
        _response.Release();
    }
}
