using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>
/// Writes chunks. The role rides on the first of them, as it does at OpenAI: with empty content before text, with
/// <c>null</c> before tool calls, so that folding the stream gives the whole answer's <c>content</c>.
/// Order at the end: one chunk with all annotations (OpenAI's own clients keep only those of the last chunk that has any), finish chunk,
/// usage chunk (when asked for), <c>[DONE]</c>; usage that comes before the finish reason waits.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Pooled memory that an abandoned answer leaves to the garbage collector.")]
internal sealed class StreamWriter(AnswerIdentity identity, bool includeUsage) : IAnswerWriter
{
    private readonly PooledBytes _head = new();
    private readonly List<WrittenBlock> _blocks = [];
    private readonly List<Citation> _citations = [];
    private int _calls;
    private int _pictures;
    private int _characters;
    private bool _roleWritten;
    private bool _saidSomething;
    private bool _saidContent;
    private bool _saidRefusal;
    private Usage? _usage;

    public void Write(in LlmEvent item, IBufferWriter<byte> output)
    {
        switch (item.Kind)
        {
            case LlmEventKind.Started: Start(item.Id); break;
            case LlmEventKind.BlockStarted: StartBlock(item, output); break;
            case LlmEventKind.Delta: WriteDelta(item, output); break;
            case LlmEventKind.Citation when item.Citation?.Url is not null: _citations.Add(Citations.Moved(item.Citation, _blocks[item.Block].At)); break;
            case LlmEventKind.Signature when !identity.LegacyCalls && _blocks[item.Block].Call >= 0: Sign(item, output); break;
            case LlmEventKind.BlockStopped: StopBlock(item, output); break;
            case LlmEventKind.Usage: _usage = item.Usage; break;
            case LlmEventKind.Finished: Finish(item, output); break;
            case LlmEventKind.Completed: Complete(output); break;
            case LlmEventKind.Failed when item.Fault is not null:
                Errors.WriteFrame(item.Fault, output);
                _head.Release();
                break;
            case LlmEventKind.Ping: output.Raw(": ping\n\n"u8); break;
        }
    }

    private void Start(JsonText id)
    {
        _head.Clear();
        _head.Raw("data: {"u8);
        AnswerHead.Write(identity, id, "chat.completion.chunk"u8, _head);
    }

    private void StartBlock(in LlmEvent item, IBufferWriter<byte> output)
    {
        _blocks.Add(new WrittenBlock(item.BlockKind is BlockKind.ToolCall or BlockKind.CustomCall ? _calls++ : -1, _characters, HasText: false));
        switch (item.BlockKind)
        {
            case BlockKind.Text when !_roleWritten:
                OpenDelta(output, content: "\"\""u8);
                CloseDelta(output);
                _saidSomething = _saidContent = true;
                break;
            case BlockKind.ToolCall or BlockKind.CustomCall when CallForm.Holds(identity, _calls - 1):
                _saidSomething = true;
                OpenDelta(output);
                CallForm.Start(identity, _calls - 1, item, output);
                CloseDelta(output);
                break;
            case BlockKind.Image:
                OpenDelta(output);
                PictureForm.Open(output);
                PictureForm.Write(_pictures++, item.Name, item.Text.Escaped.Span, output);
                PictureForm.Close(output);
                CloseDelta(output);
                break;
        }
    }

    private void WriteDelta(in LlmEvent item, IBufferWriter<byte> output)
    {
        if (item.Text.IsEmpty && item.Json.IsEmpty) return;
        switch (item.BlockKind)
        {
            case BlockKind.Text:
                _characters += JsonStrings.Characters(item.Text.Escaped.Span);
                WriteText("\"content\":"u8, item.Text, output, item.Json);
                break;
            case BlockKind.Reasoning: WriteText("\"reasoning_content\":"u8, item.Text, output); break;
            case BlockKind.Refusal: WriteText("\"refusal\":"u8, item.Text, output, item.Json); break;
            case BlockKind.ToolCall or BlockKind.CustomCall: WriteArguments(item, item.Text.Escaped.Span, output); break;
        }
    }

    private void WriteText(ReadOnlySpan<byte> name, JsonText text, IBufferWriter<byte> output, ReadOnlyMemory<byte> logprobs = default)
    {
        var isRefusal = name.SequenceEqual("\"refusal\":"u8);
        if (name.SequenceEqual("\"content\":"u8)) _saidSomething = _saidContent = true;
        else if (isRefusal) _saidSomething = _saidRefusal = true;
        OpenDelta(output);
        output.Raw(name);
        output.String(text);
        if (logprobs.IsEmpty)
        {
            CloseDelta(output);
            return;
        }

        output.Raw(isRefusal ? "},\"logprobs\":{\"content\":null,\"refusal\":"u8 : "},\"logprobs\":{\"content\":"u8);
        Logprobs.Write(logprobs, output);
        output.Raw(isRefusal ? "},\"finish_reason\":null"u8 : ",\"refusal\":null},\"finish_reason\":null"u8);
        CloseChunk(output);
    }

    private void WriteArguments(in LlmEvent item, ReadOnlySpan<byte> escaped, IBufferWriter<byte> output)
    {
        var block = _blocks[item.Block] = _blocks[item.Block] with { HasText = true };
        if (!CallForm.Holds(identity, block.Call)) return;
        OpenDelta(output);
        CallForm.Arguments(identity, block.Call, item.BlockKind, escaped, output);
        CloseDelta(output);
    }

    private void Sign(in LlmEvent item, IBufferWriter<byte> output)
    {
        OpenDelta(output);
        CallForm.Sign(_blocks[item.Block].Call, item.Text, output);
        CloseDelta(output);
    }

    /// <summary>A text or refusal without words is there all the same, as it is in a whole answer.</summary>
    private void StopBlock(in LlmEvent item, IBufferWriter<byte> output)
    {
        if (item.BlockKind == BlockKind.Text) _citations.EndAt(_characters);
        if (item.BlockKind == BlockKind.ToolCall && _blocks[item.Block] is { Call: >= 0, HasText: false }) WriteArguments(item, "{}"u8, output);
        else if (item.BlockKind == BlockKind.Text && !_saidContent) WriteText("\"content\":"u8, default, output);
        else if (item.BlockKind == BlockKind.Refusal && !_saidRefusal) WriteText("\"refusal\":"u8, default, output);
    }

    private void Cite(IBufferWriter<byte> output)
    {
        if (_citations.Count == 0) return;
        OpenDelta(output);
        Citations.WriteAll(_citations, output);
        CloseDelta(output);
    }

    private void Finish(in LlmEvent item, IBufferWriter<byte> output)
    {
        Cite(output);
        OpenChoice(output);
        if (!_saidSomething) output.Raw(_roleWritten ? "\"content\":\"\""u8 : "\"role\":\"assistant\",\"content\":\"\""u8);
        _roleWritten = true;
        output.Raw("},\"logprobs\":null,\"finish_reason\":"u8);
        output.String(FinishReasons.Write(item.Finish, identity.LegacyCalls));
        output.Raw("}]"u8);
        ContinuedMark.Write(item.Name, output);
        output.Raw(includeUsage ? ",\"usage\":null}\n\n"u8 : "}\n\n"u8);
    }

    private void Complete(IBufferWriter<byte> output)
    {
        if (includeUsage && _usage is not null)
        {
            output.Raw(_head.Written.Span);
            output.Raw(",\"choices\":[],\"usage\":"u8);
            UsageMapping.Write(_usage, output);
            output.Raw("}\n\n"u8);
        }

        output.Raw("data: [DONE]\n\n"u8);
        _head.Release();
    }

    private void OpenChoice(IBufferWriter<byte> output)
    {
        if (_head.Count == 0) Start(default);
        output.Raw(_head.Written.Span);
        output.Raw(",\"choices\":[{\"index\":0,\"delta\":{"u8);
    }

    private void OpenDelta(IBufferWriter<byte> output, ReadOnlySpan<byte> content = default)
    {
        OpenChoice(output);
        if (_roleWritten) return;
        _roleWritten = true;
        output.Raw("\"role\":\"assistant\",\"content\":"u8);
        output.Raw(content.IsEmpty ? "null,"u8 : content);
    }

    private void CloseDelta(IBufferWriter<byte> output)
    {
        output.Raw("},\"logprobs\":null,\"finish_reason\":null"u8);
        CloseChunk(output);
    }

    private void CloseChunk(IBufferWriter<byte> output) =>
        output.Raw(includeUsage ? "}],\"usage\":null}\n\n"u8 : "}]}\n\n"u8);

    /// <summary>A call's number or -1; where in the content it begins.</summary>
    private readonly record struct WrittenBlock(int Call, int At, bool HasText);
}
