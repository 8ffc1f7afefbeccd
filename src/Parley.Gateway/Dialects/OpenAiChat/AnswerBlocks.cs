using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>
/// Finds the blocks of an answer in a format that has none: a block begins with its first text or call, and ends when
/// a block of another kind begins. A tool call ends so only once its arguments are a whole JSON document: parallel calls may
/// arrive in turns, and stay open till the end, as those of custom tools do.
/// </summary>
internal sealed class AnswerBlocks
{
    private readonly List<AnswerCall> _calls = [];
    private int _started;
    private int _openText = -1;
    private BlockKind _openKind;
    private bool _hasText;

    /// <summary>Whether the answer calls tools.</summary>
    public bool HasCalls => _calls.Count > 0;

    /// <summary>The vendor's id of the answer, from which ids of calls are made when the vendor gives none.</summary>
    public string AnswerId { get; set; } = "";

    /// <summary>Text of a kind. A token may be a part of a character: then there is something to tell of it, and no text yet.</summary>
    public void Text(BlockKind kind, JsonText text, EventBatch events, ReadOnlyMemory<byte> logprobs = default)
    {
        if (text.IsEmpty && logprobs.IsEmpty) return;
        if (_openText < 0 || _openKind != kind) OpenText(kind, events);
        events.Add(new LlmEvent { Kind = LlmEventKind.Delta, Block = _openText, BlockKind = kind, Text = text, Json = logprobs });
    }

    /// <summary>A source cited by the open text. Sources may come before the words (Anthropic's web search, some compatible vendors): they open it.</summary>
    public void Cite(Citation citation, EventBatch events)
    {
        if (_openText < 0 || _openKind != BlockKind.Text) OpenText(BlockKind.Text, events);
        events.Add(new LlmEvent { Kind = LlmEventKind.Citation, Block = _openText, BlockKind = BlockKind.Text, Citation = citation });
    }

    /// <summary>A picture, whole.</summary>
    public void Picture(in Picture picture, EventBatch events)
    {
        CloseBefore(events);
        picture.Tell(_started++, events);
    }

    /// <summary>A picture at an address: a paragraph of the text.</summary>
    public void Link(JsonText url, EventBatch events)
    {
        Text(BlockKind.Text, Dialects.Picture.Link(url, _hasText), events);
    }

    /// <summary>A piece of a tool call; false when there are absurdly many.</summary>
    public bool Call(in ChunkCall piece, EventBatch events)
    {
        if (Find(piece) is not { } call)
        {
            if (piece.Id.IsEmpty && piece.Name.IsEmpty && piece.Arguments.IsEmpty) return true;
            if (_calls.Count == AnswerBounds.ToolCalls) return false;
            call = new AnswerCall(piece.Index, piece.Id.Copy(), piece.IsCustom);
            _calls.Add(call);
        }

        if (call.Closed) return true; // whatever follows a whole document is not part of it
        if (call.Block < 0 && (!piece.Name.IsEmpty || !piece.Arguments.IsEmpty)) Open(call, piece.Name, events);
        if (piece.Arguments.IsEmpty || (call is { HasArguments: false, IsCustom: false } && piece.Arguments.Escaped.Span.SequenceEqual("null"u8))) return true; // some servers' word for no arguments
        call.Feed(piece.Arguments);
        events.Add(new LlmEvent { Kind = LlmEventKind.Delta, Block = call.Block, BlockKind = call.Kind, Text = piece.Arguments });
        return true;
    }

    /// <summary>Ends all blocks, in order of their start: open text is always younger than the calls.</summary>
    public void CloseAll(EventBatch events)
    {
        foreach (var call in _calls)
            if (call is { Block: >= 0, Closed: false }) Close(call, events);
        CloseText(events);
    }

    private void OpenText(BlockKind kind, EventBatch events)
    {
        CloseBefore(events);
        (_openText, _openKind) = (_started++, kind);
        _hasText |= kind == BlockKind.Text;
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = _openText, BlockKind = kind });
    }

    private void Open(AnswerCall call, JsonText name, EventBatch events)
    {
        CloseBefore(events);
        call.Block = _started++;
        if (call.Id.IsEmpty) call.Id = CallIds.Make(AnswerId, call.Block);
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = call.Block, BlockKind = call.Kind, Id = call.Id, Name = name });
    }

    /// <summary>By index; by id where there is none. A known index with another id and a name of its own is another call
    /// (Gemini's compatible door numbers every call 0).</summary>
    private AnswerCall? Find(in ChunkCall piece)
    {
        for (var i = _calls.Count - 1; i >= 0; i--)
        {
            var call = _calls[i];
            if (piece.Index is { } index)
            {
                if (call.Index != index) continue;
                return IsAnother(call, piece) ? FindById(piece.Id) : call;
            }

            if (piece.Id.IsEmpty) return piece.Name.IsEmpty ? call : null;
            return FindById(piece.Id);
        }

        return null;
    }

    private static bool IsAnother(AnswerCall call, in ChunkCall piece)
    {
        if (piece.Name.IsEmpty || call.Block < 0) return false;
        return piece.Id.IsEmpty
            ? call.IsWhole && !piece.Arguments.IsEmpty
            : !call.Id.Escaped.Span.SequenceEqual(piece.Id.Escaped.Span);
    }

    private AnswerCall? FindById(JsonText id)
    {
        foreach (var call in _calls)
            if (call.Id.Escaped.Span.SequenceEqual(id.Escaped.Span)) return call;
        return null;
    }

    private void CloseBefore(EventBatch events)
    {
        CloseText(events);
        foreach (var call in _calls)
            if (call is { Block: >= 0, Closed: false, IsWhole: true }) Close(call, events);
    }

    private void CloseText(EventBatch events)
    {
        if (_openText < 0) return;
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, Block = _openText, BlockKind = _openKind });
        _openText = -1;
    }

    private static void Close(AnswerCall call, EventBatch events)
    {
        call.Closed = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, Block = call.Block, BlockKind = call.Kind });
    }
}
