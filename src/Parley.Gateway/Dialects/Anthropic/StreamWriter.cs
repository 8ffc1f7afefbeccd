using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>
/// Writes a Messages stream. But for blocks that overlap, only <c>message_delta</c> waits, for <c>Completed</c>: it carries the stop reason together
/// with the usage, and other formats tell their usage after the reason. Blocks that cannot cross formats are left out,
/// so the written indexes are counted anew.
/// </summary>
internal sealed class StreamWriter(AnswerIdentity identity) : IAnswerWriter
{
    private readonly Stop _stop = new();
    private readonly OpenBlocks _blocks = new();
    private bool _started;
    private bool _ended;

    public void Write(in LlmEvent item, IBufferWriter<byte> output)
    {
        if (_ended) return;
        switch (item.Kind)
        {
            case LlmEventKind.Started:
                Start(item.Id, output);
                break;
            case LlmEventKind.BlockStarted:
                StartBlock(item, output);
                break;
            case LlmEventKind.Delta when !item.Text.IsEmpty || item.Json.IsEmpty:
                if (_blocks.TryFind(item.Block, output, out var told)) Delta(told.Index, item.BlockKind, item.BlockKind == BlockKind.CustomCall ? CustomInput.Inside(item.Text) : item.Text, told.Output);
                break;
            case LlmEventKind.Citation when item.Citation is { Url: not null }:
                if (_blocks.TryFind(item.Block, output, out var cited)) Cite(cited.Index, item.Citation, cited.Output);
                break;
            case LlmEventKind.BlockStopped:
                if (item.BlockKind == BlockKind.Reasoning && _blocks.TryFind(item.Block, output, out var thought)) Sign(thought.Index, thought.Output);
                if (item.BlockKind == BlockKind.CustomCall && _blocks.TryFind(item.Block, output, out var custom)) Delta(custom.Index, BlockKind.ToolCall, CustomInput.End, custom.Output);
                _blocks.Stop(item.Block, output);
                break;
            case LlmEventKind.Usage or LlmEventKind.Finished:
                _stop.Add(item);
                break;
            case LlmEventKind.Ping:
                output.Raw("event: ping\ndata: {\"type\":\"ping\"}\n\n"u8);
                break;
            case LlmEventKind.Completed:
                Complete(output);
                break;
            case LlmEventKind.Failed when item.Fault is not null:
                _ended = true;
                Errors.WriteFrame(item.Fault, identity.RequestId, output);
                break;
        }
    }

    private void Start(JsonText id, IBufferWriter<byte> output)
    {
        if (_started) return;
        _started = true;
        output.Raw("event: message_start\ndata: {\"type\":\"message_start\",\"message\":"u8);
        MessageOutput.Head(identity, id, output);
        output.Raw("],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"u8);
        UsageMapping.Write(_stop.Usage, output);
        output.Raw("}}\n\n"u8);
    }

    private void StartBlock(in LlmEvent item, IBufferWriter<byte> stream)
    {
        if (item.BlockKind is BlockKind.Opaque or BlockKind.OpaqueReasoning) return;
        Start(default, stream);
        _stop.Add(item);
        var (index, output) = _blocks.Start(item.Block, stream);
        output.Raw("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":"u8);
        output.Number(index);
        switch (item.BlockKind)
        {
            case BlockKind.Reasoning:
                output.Raw(",\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}\n\n"u8);
                break;
            case BlockKind.ToolCall or BlockKind.CustomCall:
                output.Raw(",\"content_block\":"u8);
                MessageOutput.ToolHead(identity, item.Id, item.Name, index, output);
                output.Raw("{}}}\n\n"u8);
                if (item.BlockKind == BlockKind.CustomCall) Delta(index, BlockKind.ToolCall, CustomInput.Begin, output);
                break;
            default:
                output.Raw(",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"u8);
                break;
        }

        if (item.BlockKind == BlockKind.Image) Note(index, item, output);
    }

    private static void Note(int index, in LlmEvent picture, IBufferWriter<byte> output)
    {
        output.Raw("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        output.Number(index);
        output.Raw(",\"delta\":{\"type\":\"text_delta\",\"text\":"u8);
        PictureNote.Write(picture.Name, picture.Text.Escaped.Span, output);
        output.Raw("}}\n\n"u8);
    }

    private static void Delta(int index, BlockKind kind, JsonText text, IBufferWriter<byte> output)
    {
        output.Raw("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        output.Number(index);
        output.Raw(kind switch
        {
            BlockKind.Reasoning => ",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":"u8,
            BlockKind.ToolCall or BlockKind.CustomCall => ",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"u8,
            _ => ",\"delta\":{\"type\":\"text_delta\",\"text\":"u8,
        });
        output.String(text);
        output.Raw("}}\n\n"u8);
    }

    private static void Cite(int index, Citation citation, IBufferWriter<byte> output)
    {
        output.Raw("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        output.Number(index);
        output.Raw(",\"delta\":{\"type\":\"citations_delta\",\"citation\":"u8);
        Citations.Write(citation, output);
        output.Raw("}}\n\n"u8);
    }

    private static void Sign(int index, IBufferWriter<byte> output)
    {
        output.Raw("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        output.Number(index);
        output.Raw(",\"delta\":{\"type\":\"signature_delta\",\"signature\":"u8);
        output.String(OwnMark.Text);
        output.Raw("}}\n\n"u8);
    }

    private void Complete(IBufferWriter<byte> output)
    {
        _ended = true;
        Start(default, output);
        _blocks.StopAll(output);
        output.Raw("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{"u8);
        _stop.Write(output);
        output.Raw("},\"usage\":"u8);
        UsageMapping.Write(_stop.Usage, output);
        _stop.WriteContinued(output);
        output.Raw("}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
    }
}
