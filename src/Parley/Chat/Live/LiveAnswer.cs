using System.Text;

namespace Parley.Chat.Live;

/// <summary>
/// An answer that is being made in this process, as its readers see it. Text is found by its offset in the message, so a reader that has it up to some offset goes on from
/// there, and one that comes later begins behind the last block that is durable. Readers hold nothing but how far they are, so a slow one costs no memory.
/// </summary>
internal sealed class LiveAnswer(Guid userId, Guid conversationId, Guid messageId, Guid generationId, string text, string reasoning)
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new(text);
    private readonly StringBuilder _reasoning = new(reasoning);
    private int _durable = text.Length;
    private int _blocks;
    private long _seq;
    private bool _isOver;
    private AnswerState _state;
    private LiveHtml? _html;

    public Guid UserId => userId;

    public Guid ConversationId => conversationId;

    public Guid MessageId => messageId;

    public Guid GenerationId => generationId;

    public AnswerState State
    {
        get
        {
            lock (_gate) return _state;
        }
        set
        {
            lock (_gate) _state = value;
        }
    }

    public int Length
    {
        get
        {
            lock (_gate) return _text.Length;
        }
    }

    public int ReasoningLength
    {
        get
        {
            lock (_gate) return _reasoning.Length;
        }
    }

    public void Append(string more)
    {
        lock (_gate)
        {
            _text.Append(more);
            _state = AnswerState.Writing;
        }
    }

    public void AppendReasoning(string more)
    {
        lock (_gate)
        {
            _reasoning.Append(more);
            if (_state == AnswerState.Waiting) _state = AnswerState.Reasoning;
        }
    }

    /// <summary>What there is so far.</summary>
    public (string Text, string Reasoning) Read()
    {
        lock (_gate) return (_text.ToString(), _reasoning.ToString());
    }

    /// <summary>The text from an offset on.</summary>
    public string From(int offset)
    {
        lock (_gate) return _text.ToString(offset, _text.Length - offset);
    }

    /// <summary>The answer as pages show it, beyond what a reader has of it. Made when the first reader asks, once for all of them.</summary>
    public HtmlTail Html(LiveCursor cursor)
    {
        LiveHtml html;
        lock (_gate) html = _html ??= new LiveHtml(messageId);
        var (tail, blocks) = html.Take(cursor.HtmlBlocks, From);
        cursor.HtmlBlocks = blocks;
        return tail;
    }

    /// <summary>Blocks are durable up to an offset, and were told in the event of this number: new readers begin there.</summary>
    public void Saved(int offset, int blocks, long seq)
    {
        lock (_gate) (_durable, _blocks, _seq) = (offset, blocks, seq);
    }

    /// <summary>Its end is durable: whoever looks from now on finds it in the database.</summary>
    public void End()
    {
        lock (_gate) _isOver = true;
    }

    /// <summary>What a reader lacks; null when it has all of it. <paramref name="seen"/> is the last durable event that it got: when a block was told behind it, that has
    /// to be read first, and <paramref name="isBehind"/> says so.</summary>
    public (TailData? Tail, StatusData? Status) Take(LiveCursor cursor, long seen, out bool isBehind)
    {
        lock (_gate)
        {
            isBehind = !_isOver && _seq > seen;
            if (_isOver || isBehind) return default;
            if (!cursor.IsOpen) (cursor.IsOpen, cursor.Offset) = (true, _durable);
            StatusData? status = null;
            if (cursor.State != _state)
            {
                cursor.State = _state;
                status = new StatusData(conversationId, messageId, generationId, _state);
            }

            if (cursor.Offset == _text.Length && cursor.Reasoning == _reasoning.Length) return (null, status);
            var tail = new TailData(
                conversationId, messageId, generationId, TailData.FirstEpoch, cursor.Offset, _text.ToString(cursor.Offset, _text.Length - cursor.Offset), _blocks,
                cursor.Reasoning == _reasoning.Length ? null : new ReasoningTail(cursor.Reasoning, _reasoning.ToString(cursor.Reasoning, _reasoning.Length - cursor.Reasoning)));
            (cursor.Offset, cursor.Reasoning) = (_text.Length, _reasoning.Length);
            return (tail, status);
        }
    }
}
