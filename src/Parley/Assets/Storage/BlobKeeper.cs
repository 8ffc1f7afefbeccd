namespace Parley.Assets.Storage;

/// <summary>Removes bytes that nobody uses: when it is told so, and once an hour. Once a day it looks for bytes that no row knows. Several nodes may do it at once.</summary>
internal sealed partial class BlobKeeper(BlobStore blobs, TimeProvider time, ILogger<BlobKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1), LookAround = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _wish = new(0);

    public void Wake() => _wish.Release();

    public override void Dispose()
    {
        _wish.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lookedAround = time.GetUtcNow();
        while (true)
        {
            using var hour = new CancellationTokenSource(Period, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(hour.Token, stoppingToken);
            await _wish.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                await blobs.RemoveUnusedAsync(stoppingToken);
                if (time.GetUtcNow() - lookedAround < LookAround) continue;
                lookedAround = time.GetUtcNow();
                // What is being written at this moment is younger than that.
                if (await blobs.RemoveForgottenAsync(lookedAround - LookAround, stoppingToken) is > 0 and var count) Forgotten(log, count);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                // Nobody can reach them any more; the next time tries again.
                Failed(log, problem.GetBaseException().Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} pieces of files whose upload was never completed.")]
    private static partial void Forgotten(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Files that nobody uses could not be removed: {Problem} Tried again within an hour.")]
    private static partial void Failed(ILogger log, string problem);
}
