namespace Parley.Providers.Registry;

/// <summary>Takes credentials away when their overlap has ended. A node that is down then does it at its next start.</summary>
internal sealed partial class CredentialSweep(ProviderRegistry registry, ProviderStore store, TimeProvider time, ILogger<CredentialSweep> log) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    // Timers cannot wait longer than some weeks.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Taken before looking: a change during the round starts another one.
            var change = registry.NextChange;
            var wait = Next() is { } next ? next - time.GetUtcNow() : LongestWait;
            if (wait <= TimeSpan.Zero) wait = await SweepAsync(stoppingToken) ? TimeSpan.Zero : RetryAfter;
            if (wait <= TimeSpan.Zero) continue;
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(change, Task.Delay(wait < LongestWait ? wait : LongestWait, time, pause.Token));
            await pause.CancelAsync(); // no timer is left behind
        }
    }

    private DateTimeOffset? Next() => registry.Definitions.SelectMany(p => p.Credentials).Min(c => c.ExpiresAt);

    private async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.RemoveExpiredAsync(cancellationToken);
            await registry.ReloadAsync(cancellationToken);
            return true;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            CannotSweep(log, problem.Message); // the database is away; nobody uses them any more meanwhile
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Replaced credentials cannot be deleted: {Problem} Tried again in five seconds.")]
    private static partial void CannotSweep(ILogger log, string problem);
}
