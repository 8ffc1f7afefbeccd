using System.Threading.Tasks.Sources;

namespace Parley.Chat.Live;

/// <summary>One reader of a person's feed: what it has to look at. Bounded, however slow the reader is. Thousands of them wait at the same time, and each waits anew behind every token: a wait is
/// no object and no timer.</summary>
internal sealed class FeedListener(Action<FeedListener> leave) : IValueTaskSource, IDisposable
{
    private const int MostNotes = 64;

    private readonly Lock _gate = new();
    private readonly Queue<FeedNote> _notes = [];
    private ManualResetValueTaskSourceCore<bool> _waiting = new() { RunContinuationsAsynchronously = true };
    private bool _isWaiting;
    private bool _isBeat;
    private bool _hasNews = true; // a reader begins with a look
    private bool _hasLive = true;

    /// <summary>Which of all that listened in this process.</summary>
    public int Number { get; init; }

    /// <summary>Which connection it is, for those of the same person to tell each other apart.</summary>
    public Guid Connection { get; set; }

    public void Wake() => Set(ref _hasNews);

    public void Nudge() => Set(ref _hasLive);

    /// <summary>It is time for a sign of life.</summary>
    public void Beat() => Set(ref _isBeat);

    public void Tell(FeedNote note)
    {
        lock (_gate)
        {
            // What is only for the moment is worth nothing later: the oldest goes.
            if (_notes.Count == MostNotes) _notes.Dequeue();
            _notes.Enqueue(note);
            Release();
        }
    }

    /// <summary>What there is to look at: the database, answers that grow, and notes; nothing of it when only a sign of life is due.</summary>
    public (bool News, bool Live, FeedNote[] Notes) Take()
    {
        lock (_gate)
        {
            var taken = (_hasNews, _hasLive, _notes.Count == 0 ? [] : _notes.ToArray());
            (_hasNews, _hasLive, _isBeat) = (false, false, false);
            _notes.Clear();
            return taken;
        }
    }

    /// <summary>Completes when there is something to take, or a sign of life is due. One waits at a time.</summary>
    public ValueTask WhenAnyAsync()
    {
        lock (_gate)
        {
            if (_hasNews || _hasLive || _isBeat || _notes.Count > 0) return default;
            _waiting.Reset();
            _isWaiting = true;
            return new ValueTask(this, _waiting.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => _waiting.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _waiting.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _waiting.OnCompleted(continuation, state, token, flags);

    public void Dispose() => leave(this);

    private void Set(ref bool flag)
    {
        lock (_gate)
        {
            flag = true;
            Release();
        }
    }

    private void Release()
    {
        if (!_isWaiting) return;
        _isWaiting = false;
        _waiting.SetResult(true);
    }
}
