using Parley.Data;

namespace Parley.Streams.Log;

/// <summary>Removes streams and responses whose time is over, a minute after it at the latest.</summary>
internal sealed partial class Reaper(StreamsOptions options, DatabaseCommands database, TimeProvider time, ILogger<Reaper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1), Forgotten = TimeSpan.FromHours(1);

    public async Task ReapAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (old, forgotten) = (now - options.Retention, now - options.Retention - Forgotten);
        // Whoever makes a stream touches its row every few seconds: one that was not touched for long has no end because its process had one.
        await database.WriteAsync("DELETE FROM streams WHERE ended_at < @old OR alive_at < @forgotten", cancellationToken, ("old", old), ("forgotten", forgotten));
        await database.WriteAsync("DELETE FROM responses WHERE expires_at < @now", cancellationToken, ("now", now));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReapAsync(stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                Troubled(logger, problem.GetBaseException().Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old streams and responses cannot be removed ({Problem}). It is tried again in a minute.")]
    private static partial void Troubled(ILogger logger, string problem);
}
