using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Folds events into a <c>chat.completion</c>, written when the answer is complete.</summary>
internal sealed class WholeWriter(AnswerIdentity identity) : IAnswerWriter
{
    private readonly FoldedAnswer _answer = new();

    public void Write(in LlmEvent item, IBufferWriter<byte> output)
    {
        _answer.Add(item);
        if (item.Kind == LlmEventKind.Completed) WriteBody(output);
        else if (item is { Kind: LlmEventKind.Failed, Fault: not null }) Errors.Write(item.Fault, output);
        else return;
        _answer.Release();
    }

    private void WriteBody(IBufferWriter<byte> output)
    {
        output.Raw("{"u8);
        AnswerHead.Write(identity, _answer.Id, "chat.completion"u8, output);
        output.Raw(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"u8);
        if (Has(BlockKind.Text) || !(Has(BlockKind.ToolCall) || Has(BlockKind.CustomCall) || Has(BlockKind.Refusal))) WriteText(BlockKind.Text, output);
        else output.Raw("null"u8);
        output.Raw(",\"refusal\":"u8);
        if (Has(BlockKind.Refusal)) WriteText(BlockKind.Refusal, output);
        else output.Raw("null"u8);
        if (_answer.Blocks.Exists(b => b is { Kind: BlockKind.Reasoning, Text.Count: > 0 }))
        {
            output.Raw(",\"reasoning_content\":"u8);
            WriteText(BlockKind.Reasoning, output);
        }

        WritePictures(output);
        WriteCalls(output);
        WriteAnnotations(output);
        output.Raw("},\"logprobs\":"u8);
        WriteLogprobs(output);
        output.Raw(",\"finish_reason\":"u8);
        output.String(FinishReasons.Write(_answer.Finish ?? FinishReason.Stop, identity.LegacyCalls));
        output.Raw("}],\"usage\":"u8);
        if (_answer.Usage is { } usage) UsageMapping.Write(usage, output);
        else output.Raw("null"u8); // unknown, and not nothing
        output.Raw("}"u8);
    }

    private void WriteLogprobs(IBufferWriter<byte> output)
    {
        if (!_answer.Blocks.Exists(b => b.Logprobs is not null))
        {
            output.Raw("null"u8);
            return;
        }

        output.Raw("{\"content\":"u8);
        WriteLogprobs(BlockKind.Text, output);
        output.Raw(",\"refusal\":"u8);
        WriteLogprobs(BlockKind.Refusal, output);
        output.Raw("}"u8);
    }

    private void WriteLogprobs(BlockKind kind, IBufferWriter<byte> output)
    {
        var any = false;
        foreach (var block in _answer.Blocks)
        {
            if (block.Kind != kind || block.Logprobs is not { } logprobs) continue;
            output.Raw(any ? ","u8 : "["u8);
            output.Raw(logprobs.Written.Span);
            any = true;
        }

        output.Raw(any ? "]"u8 : "null"u8);
    }

    private bool Has(BlockKind kind) => _answer.Blocks.Exists(b => b.Kind == kind);

    /// <summary>All blocks of a kind, joined without separators.</summary>
    private void WriteText(BlockKind kind, IBufferWriter<byte> output)
    {
        output.Raw("\""u8);
        foreach (var block in _answer.Blocks)
            if (block.Kind == kind) output.Raw(block.Text.Written.Span);
        output.Raw("\""u8);
    }

    private void WritePictures(IBufferWriter<byte> output)
    {
        var pictures = 0;
        foreach (var block in _answer.Blocks)
        {
            if (block.Kind != BlockKind.Image) continue;
            output.Raw(","u8);
            if (pictures == 0) PictureForm.Open(output);
            PictureForm.Write(pictures++, block.Name, block.Text.Written.Span, output);
        }

        if (pictures > 0) PictureForm.Close(output);
    }

    private void WriteCalls(IBufferWriter<byte> output)
    {
        var calls = 0;
        foreach (var block in _answer.Blocks)
            if (block.Kind is BlockKind.ToolCall or BlockKind.CustomCall && CallForm.Holds(identity, calls)) CallForm.Whole(identity, calls++, block, output);
        if (calls > 0 && !identity.LegacyCalls) output.Raw("]"u8);
    }

    private void WriteAnnotations(IBufferWriter<byte> output)
    {
        List<Citation> shown = [];
        var at = 0;
        foreach (var block in _answer.Blocks)
        {
            foreach (var citation in block.Citations)
                if (citation.Url is not null) shown.Add(Citations.Moved(citation, at));
            if (block.Kind == BlockKind.Text) at += JsonStrings.Characters(block.Text.Written.Span);
        }

        if (shown.Count == 0) return;
        output.Raw(","u8);
        Citations.WriteAll(shown, output);
    }
}
