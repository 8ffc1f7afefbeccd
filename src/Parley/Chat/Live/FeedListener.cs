namespace Parley.Chat.Live;

/// <summary>One reader of a person's feed: what it has to look at. Bounded, however slow the reader is.</summary>
internal sealed class FeedListener(Action<FeedListener> leave) : IDisposable
{
    private const int MostNotes = 64;

    private readonly Lock _gate = new();
    private readonly Queue<FeedNote> _notes = [];
    private TaskCompletionSource? _waiting;
    private bool _hasNews = true; // a reader begins with a look
    private bool _hasLive = true;

    /// <summary>Which connection it is, for those of the same person to tell each other apart.</summary>
    public Guid Connection { get; set; }

    public void Wake() => Set(ref _hasNews);

    public void Nudge() => Set(ref _hasLive);

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

    /// <summary>What there is to look at: the database, answers that grow, and notes.</summary>
    public (bool News, bool Live, FeedNote[] Notes) Take()
    {
        lock (_gate)
        {
            var taken = (_hasNews, _hasLive, _notes.Count == 0 ? [] : _notes.ToArray());
            (_hasNews, _hasLive) = (false, false);
            _notes.Clear();
            return taken;
        }
    }

    /// <summary>Completes when there is something to take.</summary>
    public Task WhenAnyAsync()
    {
        lock (_gate)
        {
            if (_hasNews || _hasLive || _notes.Count > 0) return Task.CompletedTask;
            return (_waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

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
        _waiting?.TrySetResult();
        _waiting = null;
    }
}
