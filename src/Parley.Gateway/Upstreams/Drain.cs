namespace Parley.Gateway.Upstreams;

/// <summary>Tells running calls that the process is about to end. The host starts it when it is asked to stop; calls that
/// are still running when the time is over end with an error in their caller's format, and are booked.</summary>
public sealed class Drain(TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _over = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Fires when running calls must end.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Gives running calls this much time from now on.</summary>
    public void EndAfter(TimeSpan limit) => _over.CancelAfter(limit);

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();
}
