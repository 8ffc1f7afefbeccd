using System.Diagnostics;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>
/// One call's patience: a token that fires when the caller leaves, when the process ends, when the first byte is late,
/// and, once frames are expected, when the upstream is silent for too long. Only time spent waiting for the upstream
/// counts: a client that reads slowly is not the upstream's fault. The first byte's
/// time runs until something is said: a head, and signs of life behind it, are no answer yet. One timer a call, which looks at a timestamp; a
/// wait for a frame costs writing that.
/// </summary>
internal sealed class CallWatch : IDisposable
{
    private readonly UpstreamConfig _upstream;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _over;
    private readonly TimeSpan _linger;
    private readonly CancellationTokenRegistration _caller, _drain;
    private readonly ITimer _timer;
    private TimeSpan _patience;
    private long _waitingSince; // 0 while nobody waits for the upstream
    private long _asked; // since when an answer is waited for
    private bool _expectsFrames;
    private volatile bool _isHeard;

    /// <summary>A watch over a call that leaves now. <paramref name="linger"/>: how long the call goes on when its caller has left.</summary>
    public CallWatch(UpstreamConfig upstream, TimeProvider time, Drain drain, CancellationToken caller, TimeSpan linger = default)
    {
        _linger = linger;
        _over = linger > TimeSpan.Zero ? new CancellationTokenSource(Timeout.InfiniteTimeSpan, time) : new CancellationTokenSource();
        _upstream = upstream;
        _time = time;
        _patience = upstream.FirstByteTimeout;
        Began = _waitingSince = _asked = time.GetTimestamp();
        _timer = time.CreateTimer(static watch => ((CallWatch)watch!).Look(), this, _patience, Timeout.InfiniteTimeSpan);
        _caller = caller.UnsafeRegister(static watch => ((CallWatch)watch!).Leave(), this);
        _drain = drain.Over.UnsafeRegister(static watch => ((CallWatch)watch!).Stop(), this);
    }

    /// <summary>Timestamp of its making.</summary>
    public long Began { get; }

    public CancellationToken Token => _over.Token;

    /// <summary>The call's span, which ends with the watch; null while nobody listens.</summary>
    public Activity? Span { get; init; }

    /// <summary>Something was said: from here on only silence counts.</summary>
    public bool IsHeard => _isHeard;

    /// <summary>The token fired because of the upstream.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>The token fired because the process ends.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Somebody waits for the next frame from now on.</summary>
    public void Wait()
    {
        Volatile.Write(ref _waitingSince, _time.GetTimestamp());
        if (_expectsFrames) return;
        _expectsFrames = true;
        _patience = _upstream.IdleTimeout;
        _timer.Change(Least(_patience, FirstLeft), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The upstream's time begins anew: until now the caller was waited for, which sends its request slowly.</summary>
    public void WaitOn()
    {
        var now = _time.GetTimestamp();
        Volatile.Write(ref _asked, now);
        Volatile.Write(ref _waitingSince, now);
    }

    /// <summary>The first thing was said that is more than a sign of life.</summary>
    public void Heard() => _isHeard = true;

    /// <summary>Something came.</summary>
    public void Rest() => Volatile.Write(ref _waitingSince, 0);

    /// <summary>Nobody waits for the answer any more.</summary>
    public void GiveUp() => _over.Cancel();

    /// <summary>Notes in the span how the call failed. Not in words: a vendor's message may quote the prompt.</summary>
    public void Failed(GatewayFault fault) => Span?.SetTag("error.type", fault.Label).SetStatus(ActivityStatusCode.Error);

    public void Dispose()
    {
        Span?.Dispose();
        _timer.Dispose();
        _caller.Dispose();
        _drain.Dispose();
        // The source itself holds nothing to dispose of (but the timer of one that lingers, which is harmless), and the timer may be
        // looking at it at this moment.
    }

    private void Look()
    {
        var since = Volatile.Read(ref _waitingSince);
        var left = since == 0 ? _patience : Least(_patience - _time.GetElapsedTime(since), FirstLeft);
        if (left > TimeSpan.Zero)
        {
            // Rounded up to the timer's grain, so that it does not look a dozen times in the last millisecond.
            _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            return;
        }

        TimedOut = true;
        _over.Cancel();
    }

    private TimeSpan FirstLeft => _isHeard ? TimeSpan.MaxValue : _upstream.FirstByteTimeout - _time.GetElapsedTime(Volatile.Read(ref _asked));

    private static TimeSpan Least(TimeSpan one, TimeSpan other)
    {
        var least = one < other ? one : other;
        return least > TimeSpan.Zero ? least : TimeSpan.Zero;
    }

    private void Leave()
    {
        if (_linger > TimeSpan.Zero) _over.CancelAfter(_linger);
        else _over.Cancel();
    }

    private void Stop()
    {
        IsStopping = true;
        _over.Cancel();
    }
}
