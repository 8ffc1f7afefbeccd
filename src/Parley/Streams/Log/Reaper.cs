using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity;
using Parley.Streams.Model;

namespace Parley.Streams.Log;

/// <summary>Removes streams and responses whose time is over, a minute after it at the latest, and within the hour those of people who are gone.</summary>
internal sealed partial class Reaper(StreamsOptions options, IDbContextFactory<ParleyDbContext> databases, AccountStates accounts, DatabaseCommands database, TimeProvider time, ILogger<Reaper> logger) : BackgroundService
{
    private const int MinutesToTheGone = 60;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1), Forgotten = TimeSpan.FromHours(1);

    public async Task ReapAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (old, forgotten) = (now - options.Retention, now - options.Retention - Forgotten);
        // Whoever makes a stream touches its row every few seconds: one that was not touched for long has no end because its process had one.
        await database.WriteAsync("DELETE FROM streams WHERE ended_at < @old OR alive_at < @forgotten", cancellationToken, ("old", old), ("forgotten", forgotten));
        await database.WriteAsync("DELETE FROM responses WHERE expires_at < @now", cancellationToken, ("now", now));
    }

    /// <summary>An account's end takes all that is there; an answer that ends a moment later may be written behind it.</summary>
    public async Task ReapGoneAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var owners = await db.Set<LoggedStream>().Select(s => s.Owner).Union(db.Set<KeptResponse>().Select(r => r.Owner)).ToListAsync(cancellationToken);
        var gone = (await accounts.GoneAsync([.. owners.Select(Owners.UserOf).OfType<Guid>()], cancellationToken)).Select(Owners.OfUser).ToList();
        if (gone.Count == 0) return;
        await db.Set<LoggedStream>().Where(s => gone.Contains(s.Owner)).ExecuteDeleteAsync(cancellationToken);
        await db.Set<KeptResponse>().Where(r => gone.Contains(r.Owner)).ExecuteDeleteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        for (var minute = 1; await timer.WaitForNextTickAsync(stoppingToken); minute++)
        {
            try
            {
                await ReapAsync(stoppingToken);
                if (minute % MinutesToTheGone == 0) await ReapGoneAsync(stoppingToken);
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
