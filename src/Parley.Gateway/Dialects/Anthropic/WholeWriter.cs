using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Writes a whole message, once the answer is complete.</summary>
internal sealed class WholeWriter(AnswerIdentity identity) : IAnswerWriter
{
    private readonly FoldedAnswer _answer = new();
    private readonly Stop _stop = new();
    private bool _ended;

    public void Write(in LlmEvent item, IBufferWriter<byte> output)
    {
        if (_ended) return;
        switch (item.Kind)
        {
            case LlmEventKind.Completed:
                _ended = true;
                Body(output);
                _answer.Release();
                break;
            case LlmEventKind.Failed when item.Fault is not null:
                _ended = true;
                Errors.Write(item.Fault, identity.RequestId, output);
                _answer.Release();
                break;
            default:
                _answer.Add(item);
                _stop.Add(item);
                break;
        }
    }

    private void Body(IBufferWriter<byte> output)
    {
        MessageOutput.Head(identity, _answer.Id, output);
        var index = 0;
        foreach (var block in _answer.Blocks)
        {
            if (block.Kind is BlockKind.Opaque or BlockKind.OpaqueReasoning) continue;
            if (index > 0) output.Raw(","u8);
            Block(block, index++, output);
        }

        output.Raw("],"u8);
        _stop.Write(output);
        output.Raw(",\"usage\":"u8);
        UsageMapping.Write(_stop.Usage, output);
        output.Raw("}"u8);
    }

    private void Block(FoldedBlock block, int index, IBufferWriter<byte> output)
    {
        switch (block.Kind)
        {
            case BlockKind.Reasoning:
                output.Raw("{\"type\":\"thinking\",\"thinking\":"u8);
                output.String(block.Text.Written.Span);
                output.Raw(",\"signature\":"u8);
                output.String(OwnMark.Text);
                output.Raw("}"u8);
                break;
            case BlockKind.ToolCall:
                MessageOutput.ToolHead(identity, block.Id, block.Name, index, output);
                ToolInput.Write(JsonText.FromEscaped(block.Text.Written).ToString(), output);
                output.Raw("}"u8);
                break;
            case BlockKind.Image:
                output.Raw("{\"type\":\"text\",\"text\":"u8);
                PictureNote.Write(block.Name, block.Text.Written.Span, output);
                output.Raw("}"u8);
                break;
            case BlockKind.CustomCall:
                MessageOutput.ToolHead(identity, block.Id, block.Name, index, output);
                output.Raw("{\"input\":"u8);
                output.String(block.Text.Written.Span);
                output.Raw("}}"u8);
                break;
            default:
                output.Raw("{\"type\":\"text\",\"text\":"u8);
                output.String(block.Text.Written.Span);
                Cite(block.Citations, output);
                output.Raw("}"u8);
                break;
        }
    }

    private static void Cite(List<Citation> citations, IBufferWriter<byte> output)
    {
        var any = false;
        foreach (var citation in citations)
        {
            if (citation.Url is null) continue;
            output.Raw(any ? ","u8 : ",\"citations\":["u8);
            any = true;
            Citations.Write(citation, output);
        }

        if (any) output.Raw("]"u8);
    }
}
