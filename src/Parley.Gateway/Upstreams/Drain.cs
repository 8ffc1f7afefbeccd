namespace Parley.Gateway.Upstreams;

/// <summary>Tells running calls that the process is about to end. The host starts it when it is asked to stop; calls that
/// are still running when the time is over end with an error in their caller's format, and are booked.</summary>
public sealed class Drain(TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _begun = new();
    private readonly CancellationTokenSource _over = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Fires when running calls must end.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Gives running calls this much time from now on, and ends all pauses.</summary>
    public void EndAfter(TimeSpan limit)
    {
        _over.CancelAfter(limit);
        _begun.Cancel();
    }

    /// <summary>A pause before another try. False when it was cut short because the process is about to end: a caller to whom
    /// nothing was sent yet does better elsewhere.</summary>
    internal async Task<bool> PauseAsync(TimeSpan pause, CancellationToken caller)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(caller, _begun.Token);
        try
        {
            await Task.Delay(pause, time, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _begun.Dispose();
        _over.Dispose();
    }
}
