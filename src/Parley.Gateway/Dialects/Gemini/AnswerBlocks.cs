using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// Finds the blocks of an answer in a format that has parts only: texts of one kind in a row are one block, cut wherever the vendor
/// liked; everything else is whole in its part, except for calls whose arguments the vendor streams: those stay open until it says so.
/// </summary>
internal sealed class AnswerBlocks
{
    private readonly HashSet<string> _callIds = new(StringComparer.Ordinal);
    private readonly AnswerText _text = new();
    private CitedSources? _sources;
    private int _started;
    private int _open = -1;
    private int _openAt;
    private BlockKind _openKind;
    private int _openCall = -1;
    private PartialArguments? _partial;

    /// <summary>Whether any block has begun.</summary>
    public bool HasAny => _started > 0;

    /// <summary>Whether the answer calls tools.</summary>
    public bool HasCalls => _callIds.Count > 0;

    /// <summary>The vendor's id of the answer, from which ids of calls are made when the vendor gives none.</summary>
    public string AnswerId { get; set; } = "";

    /// <summary>A part of the vendor's content begins, or goes on where it is the first of its frame.</summary>
    public void BeginPart(BlockKind kind, bool isFirstOfFrame) => _text.BeginPart(kind, isFirstOfFrame);

    /// <summary>Text of a kind.</summary>
    public void Text(BlockKind kind, JsonText text, EventBatch events)
    {
        if (text.IsEmpty) return;
        Need(kind, events);
        if (kind == BlockKind.Text) _text.Add(text.Escaped.Span);
        events.Add(new LlmEvent { Kind = LlmEventKind.Delta, Block = _open, BlockKind = kind, Text = text });
    }

    /// <summary>The signature of the open reasoning. Those of answer texts have no place outside of this format.</summary>
    public void Sign(JsonText signature, EventBatch events)
    {
        if (signature.IsEmpty || _open < 0 || _openKind != BlockKind.Reasoning) return;
        events.Add(new LlmEvent { Kind = LlmEventKind.Signature, Block = _open, Text = signature });
    }

    /// <summary>What a frame says of sources.</summary>
    public void Cite(Chunk chunk)
    {
        if (chunk.HasSources) (_sources ??= new()).Hold(chunk);
    }

    /// <summary>A tool call, or the next part of one; false when there are absurdly many.</summary>
    public bool Call(in ChunkPart call, EventBatch events)
    {
        if (!call.Name.IsEmpty)
        {
            if (_callIds.Count == AnswerBounds.ToolCalls) return false;
            OpenCall(call, events);
        }
        else if (_openCall >= 0 && !call.Signature.IsEmpty)
        {
            events.Add(new LlmEvent { Kind = LlmEventKind.Signature, Block = _openCall, Text = call.Signature });
        }

        if (_openCall < 0) return true;
        Arguments(CallArguments.Read(call.Json.Span), events);
        if (!call.PartialArguments.IsEmpty) Arguments((_partial ??= new()).Read(call.PartialArguments), events);
        if (!call.Continues) CloseCall(events);
        return true;
    }

    /// <summary>A part that only the vendor understands.</summary>
    public void Opaque(ReadOnlyMemory<byte> json, EventBatch events)
    {
        Close(events);
        var block = _started++;
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = block, BlockKind = BlockKind.Opaque, Json = json });
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, Block = block, BlockKind = BlockKind.Opaque });
    }

    /// <summary>A picture.</summary>
    public void Picture(in Picture picture, EventBatch events)
    {
        Close(events);
        picture.Tell(_started++, events);
    }

    /// <summary>Ends whatever is open. Sources that came behind the text, or without any, have a text of their own.</summary>
    public void End(EventBatch events)
    {
        CloseCall(events);
        if (_sources is { HasAny: true }) Need(BlockKind.Text, events);
        Close(events);
    }

    private void Close(EventBatch events)
    {
        if (_open < 0) return;
        if (_openKind == BlockKind.Text) _sources?.Tell(_open, _openAt, _text, events);
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, Block = _open, BlockKind = _openKind });
        _open = -1;
    }

    private void OpenCall(in ChunkPart call, EventBatch events)
    {
        CloseCall(events);
        Close(events);
        _openCall = _started++;
        var id = !call.Id.IsEmpty && _callIds.Add(call.Id.ToString()) ? call.Id : NewId(_openCall);
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = _openCall, BlockKind = BlockKind.ToolCall, Id = id, Name = call.Name, Text = call.Signature });
    }

    private void Arguments(JsonText piece, EventBatch events)
    {
        if (!piece.IsEmpty) events.Add(new LlmEvent { Kind = LlmEventKind.Delta, Block = _openCall, BlockKind = BlockKind.ToolCall, Text = piece });
    }

    private void CloseCall(EventBatch events)
    {
        if (_openCall < 0) return;
        if (_partial is not null) Arguments(_partial.End(), events);
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, Block = _openCall, BlockKind = BlockKind.ToolCall });
        (_openCall, _partial) = (-1, null);
    }

    private void Need(BlockKind kind, EventBatch events)
    {
        if (_open >= 0 && _openKind == kind) return;
        Close(events);
        (_open, _openKind) = (_started++, kind);
        if (kind == BlockKind.Text) _openAt = _text.Bytes;
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = _open, BlockKind = kind });
    }

    private JsonText NewId(int block)
    {
        var id = CallIds.Make(AnswerId, block);
        while (!_callIds.Add(id.ToString())) id = CallIds.Make("", block); // the vendor's own ids look the same: take another
        return id;
    }
}
