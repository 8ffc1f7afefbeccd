using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// Finds the blocks of an answer in a format that has parts only: texts of one kind in a row are one block, cut wherever the vendor
/// liked; everything else is whole in its part, except for calls whose arguments the vendor streams: those stay open until it says so.
/// </summary>
internal sealed class AnswerBlocks
{
    /// <summary>More sources than any answer has; further ones are not worth remembering.</summary>
    private const int MostSources = 4096;

    private readonly HashSet<string> _callIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sources = new(StringComparer.Ordinal);
    private int _started;
    private int _open = -1;
    private BlockKind _openKind;
    private int _openCall = -1;
    private PartialArguments? _partial;

    /// <summary>Whether any block has begun.</summary>
    public bool HasAny => _started > 0;

    /// <summary>Whether the answer calls tools.</summary>
    public bool HasCalls => _callIds.Count > 0;

    /// <summary>The vendor's id of the answer, from which ids of calls are made when the vendor gives none.</summary>
    public string AnswerId { get; set; } = "";

    /// <summary>Text of a kind.</summary>
    public void Text(BlockKind kind, JsonText text, EventBatch events)
    {
        if (text.IsEmpty) return;
        Need(kind, events);
        events.Add(new LlmEvent { Kind = LlmEventKind.Delta, Block = _open, BlockKind = kind, Text = text });
    }

    /// <summary>The signature of the open reasoning. Those of answer texts and calls have no place outside of this format.</summary>
    public void Sign(JsonText signature, EventBatch events)
    {
        if (signature.IsEmpty || _open < 0 || _openKind != BlockKind.Reasoning) return;
        events.Add(new LlmEvent { Kind = LlmEventKind.Signature, Block = _open, Text = signature });
    }

    /// <summary>A source, the first time that the vendor names it: it may repeat the list as it grows.</summary>
    public void Cite(Citation citation, EventBatch events)
    {
        if (_sources.Count == MostSources || !_sources.Add(citation.Url!)) return;
        Need(BlockKind.Text, events);
        events.Add(new LlmEvent { Kind = LlmEventKind.Citation, Block = _open, BlockKind = BlockKind.Text, Citation = citation });
    }

    /// <summary>A tool call, or the next part of one; false when there are absurdly many.</summary>
    public bool Call(in ChunkPart call, EventBatch events)
    {
        if (!call.Name.IsEmpty)
        {
            if (_callIds.Count == AnswerBounds.ToolCalls) return false;
            OpenCall(call, events);
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

    /// <summary>Ends whatever is open.</summary>
    public void CloseAll(EventBatch events)
    {
        CloseCall(events);
        Close(events);
    }

    private void Close(EventBatch events)
    {
        if (_open < 0) return;
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, Block = _open, BlockKind = _openKind });
        _open = -1;
    }

    private void OpenCall(in ChunkPart call, EventBatch events)
    {
        CloseAll(events);
        _openCall = _started++;
        var id = !call.Id.IsEmpty && _callIds.Add(call.Id.ToString()) ? call.Id : NewId(_openCall);
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = _openCall, BlockKind = BlockKind.ToolCall, Id = id, Name = call.Name });
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
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = _open, BlockKind = kind });
    }

    private JsonText NewId(int block)
    {
        var id = CallIds.Make(AnswerId, block);
        while (!_callIds.Add(id.ToString())) id = CallIds.Make("", block); // the vendor's own ids look the same: take another
        return id;
    }
}
