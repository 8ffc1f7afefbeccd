namespace Parley.Data;

/// <summary>
/// A look at something that many may ask for at once: one at a time, never two within <paramref name="pause"/>, and each
/// serves all who asked before it began. Whoever asks while one is under way gets the next one, because the one under
/// way may have read already what has changed since.
/// </summary>
internal sealed class SharedLook(Func<Task> look, TimeSpan pause, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task? _next;
    private Task _latest = Task.CompletedTask;
    private long _began;

    /// <summary>Completes when a look that began after this call is over.</summary>
    public Task AskAsync()
    {
        lock (_gate) return _next ??= Task.Run(LookAsync);
    }

    private async Task LookAsync()
    {
        // Whoever comes here is the only one: another is made only after _next was taken below, and waits for this one.
        await _latest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // A timer counts coarse milliseconds and may fire some of them early, so the clock is asked again.
        while (_began != 0 && pause - time.GetElapsedTime(_began) is { Ticks: > 0 } left)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time);
        lock (_gate) (_latest, _next) = (_next!, null);
        _began = time.GetTimestamp();
        await look();
    }
}
