using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>One call's patience: a token that fires when the caller leaves, when the first byte is late, and, once
/// <see cref="ExpectFrames"/> was called, when the upstream is silent for too long.</summary>
internal sealed class CallWatch : IDisposable
{
    private readonly UpstreamConfig _upstream;
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenSource _linked;

    public CallWatch(UpstreamConfig upstream, TimeProvider time, CancellationToken caller)
    {
        _upstream = upstream;
        _timeout = new CancellationTokenSource(upstream.FirstByteTimeout, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(caller, _timeout.Token);
    }

    public CancellationToken Token => _linked.Token;

    /// <summary>The token fired because of the upstream, not of the caller.</summary>
    public bool TimedOut => _timeout.IsCancellationRequested;

    /// <summary>Starts the patience for the next frame; call it when a read has to wait.</summary>
    public void ExpectFrames() => _timeout.CancelAfter(_upstream.IdleTimeout);

    public void Dispose()
    {
        _linked.Dispose();
        _timeout.Dispose();
    }
}
