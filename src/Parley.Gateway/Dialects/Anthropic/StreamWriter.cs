using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>
/// Writes a Messages stream. Only <c>message_delta</c> waits, for <c>Completed</c>: it carries the stop reason together
/// with the usage, and other formats tell their usage after the reason. Blocks that cannot cross formats are left out,
/// so the written indexes are counted anew.
/// </summary>
internal sealed class StreamWriter(AnswerIdentity identity) : IAnswerWriter
{
    private readonly Stop _stop = new();
    private Open[] _open = new Open[4];
    private int _count;
    private int _next;
    private bool _started;
    private bool _ended;

    private readonly record struct Open(int Block, int Index, BlockKind Kind);

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
            case LlmEventKind.Delta:
                if (Find(item.Block) is >= 0 and var index) Delta(index, item.BlockKind, item.BlockKind == BlockKind.CustomCall ? CustomInput.Inside(item.Text) : item.Text, output);
                break;
            case LlmEventKind.Citation when item.Citation is { Url: not null }:
                if (Find(item.Block) is >= 0 and var cited) Cite(cited, item.Citation, output);
                break;
            case LlmEventKind.BlockStopped:
                StopBlock(item.Block, output);
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

    private void StartBlock(in LlmEvent item, IBufferWriter<byte> output)
    {
        if (item.BlockKind is BlockKind.Opaque or BlockKind.OpaqueReasoning) return;
        Start(default, output);
        _stop.Add(item);
        if (_count == _open.Length) Array.Resize(ref _open, _count * 2);
        var index = _next++;
        _open[_count++] = new Open(item.Block, index, item.BlockKind);
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

    private void Complete(IBufferWriter<byte> output)
    {
        _ended = true;
        Start(default, output);
        while (_count > 0) StopBlock(_open[0].Block, output);
        output.Raw("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{"u8);
        _stop.Write(output);
        output.Raw("},\"usage\":"u8);
        UsageMapping.Write(_stop.Usage, output);
        _stop.WriteContinued(output);
        output.Raw("}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
    }

    private int Find(int block)
    {
        for (var i = _count - 1; i >= 0; i--)
            if (_open[i].Block == block) return _open[i].Index;
        return -1;
    }

    private void StopBlock(int block, IBufferWriter<byte> output)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_open[i].Block != block) continue;
            if (_open[i].Kind == BlockKind.CustomCall) Delta(_open[i].Index, BlockKind.ToolCall, CustomInput.End, output);
            output.Raw("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":"u8);
            output.Number(_open[i].Index);
            output.Raw("}\n\n"u8);
            Array.Copy(_open, i + 1, _open, i, --_count - i);
            return;
        }
    }
}
