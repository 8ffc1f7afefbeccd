namespace Parley.Gateway.Upstreams;

/// <summary>Tells running calls that the process is about to end. The host starts it when it is asked to stop; calls that
/// are still running when the time is over end with an error in their caller's format, and are booked.</summary>
public sealed class Drain(TimeProvider time) : IDisposable
{
    /// <summary>What is waited for when the process ends may still end within this time, with its own last words.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

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

    /// <summary>Waits until a task has ended, with a <paramref name="beat"/> for whoever waits whenever another <paramref name="beatsEvery"/> has passed.
    /// False when the process ends first.</summary>
    /// <exception cref="OperationCanceledException">Whoever waits has left.</exception>
    public async ValueTask<bool> WaitAsync(Task task, TimeSpan beatsEvery, Func<ValueTask> beat, CancellationToken leaving)
    {
        while (!task.IsCompleted)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(leaving, Over);
            await task.WaitAsync(beatsEvery, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompleted) break;
            leaving.ThrowIfCancellationRequested();
            if (Over.IsCancellationRequested)
            {
                await task.WaitAsync(LastWords, time, leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return task.IsCompleted;
            }

            await beat().ConfigureAwait(false);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _begun.Dispose();
        _over.Dispose();
    }
}
