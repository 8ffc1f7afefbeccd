using Microsoft.ML.Tokenizers;

namespace Parley.Providers.Estimation;

/// <summary>The o200k vocabulary. It takes 45 MB, so it is loaded when it is needed, and let go when it was not needed for a while.</summary>
internal sealed class Vocabulary : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private TiktokenTokenizer? _tokenizer;
    private long _used;

    public Vocabulary(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static self => ((Vocabulary)self!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>It stands in memory.</summary>
    public bool IsLoaded => Volatile.Read(ref _tokenizer) is not null;

    public TiktokenTokenizer Take()
    {
        Volatile.Write(ref _used, _time.GetTimestamp());
        return Volatile.Read(ref _tokenizer) ?? Load();
    }

    public void Dispose() => _timer.Dispose();

    private TiktokenTokenizer Load()
    {
        lock (_gate)
        {
            if (_tokenizer is { } loaded) return loaded;
            _timer.Change(Idle, Idle);
            return _tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(Volatile.Read(ref _used)) < Idle) return;
            _tokenizer = null;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        // It grew old, and an idle server rarely collects what is old.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }
}
