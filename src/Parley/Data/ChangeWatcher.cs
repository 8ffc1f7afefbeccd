using Microsoft.EntityFrameworkCore;

namespace Parley.Data;

/// <summary>Is told when a topic changed in the database, by whichever process.</summary>
internal interface IChangeListener
{
    string Topic { get; }

    /// <summary>Reads the topic's rows anew.</summary>
    Task ReloadAsync(CancellationToken cancellationToken);
}

/// <summary>Looks at the change stamps twice a second and tells listeners whose topic moved. One tiny query; the
/// node that makes a change does not wait for it, but reloads at once.</summary>
internal sealed partial class ChangeWatcher(
    IDbContextFactory<ParleyDbContext> databases, IEnumerable<IChangeListener> listeners, TimeProvider time, ILogger<ChangeWatcher> log)
    : BackgroundService
{
    private readonly Dictionary<string, long> _seen = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // The database may be away for a while: what is in memory stays in force, the next look tries again.
                LookFailed(log, problem.Message);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        foreach (var stamp in await db.Set<ChangeStamp>().AsNoTracking().ToListAsync(cancellationToken))
        {
            if (_seen.TryGetValue(stamp.Topic, out var version) && version == stamp.Version) continue;
            foreach (var listener in listeners.Where(l => l.Topic == stamp.Topic)) await listener.ReloadAsync(cancellationToken);
            _seen[stamp.Topic] = stamp.Version;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot look for changes in the database: {Problem}. What is in memory stays in force.")]
    private static partial void LookFailed(ILogger log, string problem);
}
