using Parley.Gateway.Ports;

namespace Parley.Streams.Log;

/// <summary>
/// A stream of this process: its newest frames in memory, its readers, and how far it is durable. What is durable and more than a
/// reader at the front needs is let go; readers that are further behind read from the database. Frames that are not durable yet stay,
/// and when they are too many the writer waits, and with it the vendor.
/// </summary>
internal sealed class RunningStream : IStreamLog, IDisposable
{
    private const int MostUnsaved = 4 * 1024 * 1024;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private readonly StreamsOptions _options;
    private readonly FrameTable _table;
    private readonly Action<RunningStream> _changed;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly FrameWindow _frames = new();
    private readonly ReaderWatch _readers;
    private TaskCompletionSource? _news;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _progress;
    private long _saved;
    private int _unsavedBytes;

    public RunningStream(StreamInfo info, StreamsOptions options, FrameTable table, Action<RunningStream> changed, TimeProvider time)
    {
        Info = info;
        _options = options;
        _table = table;
        _changed = changed;
        _time = time;
        _readers = new ReaderWatch(info, options.Grace, table, time);
    }

    public StreamInfo Info { get; }

    public CancellationToken Unwanted => _readers.Unwanted;

    /// <summary>Its row stands in the database.</summary>
    public bool IsListed
    {
        get => _known.Task.IsCompleted;
        set
        {
            if (value) _known.TrySetResult();
        }
    }

    public bool IsComplete { get; private set; }

    /// <summary>Over, and durable to its end: the database can answer for it.</summary>
    public bool IsDone { get; private set; }

    /// <summary>There is something that is not durable yet.</summary>
    public bool HasUnsaved
    {
        get
        {
            lock (_gate) return _saved < _frames.Last || (IsComplete && !IsDone);
        }
    }

    public IStreamReader Read()
    {
        _readers.Enter();
        return new RunningStreamReader(this);
    }

    public ValueTask AppendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        Task? full;
        lock (_gate)
        {
            if (IsComplete) return default;
            Add(frame);
            Tell();
            full = _unsavedBytes > MostUnsaved ? (_room ??= NewSignal()).Task : null;
        }

        _changed(this);
        return full is null ? default : new ValueTask(full.WaitAsync(cancellationToken));
    }

    public void Complete(ReadOnlyMemory<byte> lastFrame = default)
    {
        lock (_gate)
        {
            if (IsComplete) return;
            if (!lastFrame.IsEmpty) Add(lastFrame);
            IsComplete = true;
            _readers.Over();
            Tell();
        }

        _changed(this);
    }

    public Task WhenKnownAsync(CancellationToken cancellationToken) => _known.Task.WaitAsync(cancellationToken);

    public async Task WhenSavedAsync(CancellationToken cancellationToken)
    {
        long last;
        lock (_gate) last = _frames.Last;
        while (true)
        {
            Task progress;
            lock (_gate)
            {
                if (_saved >= last) return;
                progress = (_progress ??= NewSignal()).Task;
            }

            await progress.WaitAsync(cancellationToken);
        }
    }

    public void Stop() => _readers.Stop();

    /// <summary>What the database has of it, as far as this process forgot to note.</summary>
    public void Found(long upTo)
    {
        lock (_gate) upTo = Math.Min(upTo, _frames.Last);
        if (upTo > _saved) Saved(upTo, ended: false);
    }

    /// <summary>Frames that are not durable yet, at most about <paramref name="mostBytes"/>, and the number of the first.</summary>
    public (long First, List<byte[]> Frames, bool IsLast) TakeUnsaved(int mostBytes)
    {
        lock (_gate)
        {
            List<byte[]> frames = [];
            var bytes = 0;
            for (var number = _saved + 1; number <= _frames.Last && (bytes == 0 || bytes + _frames[number].Length <= mostBytes); number++)
            {
                frames.Add(_frames[number]);
                bytes += _frames[number].Length;
            }

            return (_saved + 1, frames, IsComplete && _saved + frames.Count == _frames.Last);
        }
    }

    /// <summary>Frames are durable up to this number; <paramref name="ended"/>: and so is the end.</summary>
    public void Saved(long upTo, bool ended)
    {
        lock (_gate)
        {
            while (_saved < upTo) _unsavedBytes -= _frames[++_saved].Length;
            IsDone = ended;
            _progress?.SetResult();
            _progress = null;
            while (_frames.First <= _saved && _frames.Bytes > (ended && _readers.Count == 0 ? 0 : _options.MemoryPerStream)) _frames.DropFirst();

            if (_unsavedBytes > MostUnsaved) return;
            _room?.SetResult();
            _room = null;
        }
    }

    /// <summary>What a reader gets; null with what to wait for when there is nothing new.</summary>
    public (StreamPiece? Piece, Task? News) Look(long after, out bool isInDatabase)
    {
        lock (_gate)
        {
            isInDatabase = after + 1 < _frames.First;
            if (isInDatabase) return default;
            if (after >= _frames.Last) return IsComplete ? (new StreamPiece([], StreamEnd.Complete), null) : (null, (_news ??= NewSignal()).Task);
            List<ReadOnlyMemory<byte>> frames = [];
            for (var number = after + 1; number <= _frames.Last; number++) frames.Add(_frames[number]);
            return (new StreamPiece(frames, IsComplete ? StreamEnd.Complete : StreamEnd.Open), null);
        }
    }

    public async ValueTask<StreamPiece> ReadAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (piece, news) = Look(after, out var isInDatabase);
            if (isInDatabase)
            {
                var frames = await _table.ReadAsync(Info.Id, after, cancellationToken);
                if (frames.Count > 0) return new StreamPiece(frames, StreamEnd.Open);
                if (IsDone) return new StreamPiece([], StreamEnd.Lost); // its time is over, and the reader was too slow
                await Task.Delay(LookAgain, _time, cancellationToken);
                continue;
            }

            if (piece is { } found) return found;
            await news!.WaitAsync(cancellationToken);
        }
    }

    public void Leave() => _readers.Leave();

    public void Dispose() => _readers.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell()
    {
        _news?.SetResult();
        _news = null;
    }

    private void Add(ReadOnlyMemory<byte> frame)
    {
        _frames.Add(frame.ToArray());
        _unsavedBytes += frame.Length;
    }
}
