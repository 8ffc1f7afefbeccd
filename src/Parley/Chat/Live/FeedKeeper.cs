using Parley.Data;

namespace Parley.Chat.Live;

/// <summary>Forgets old events, and where several nodes share a database notices what others have written: one query twice a second for all readers.</summary>
internal sealed partial class FeedKeeper(FeedTable table, FeedSignal signal, DatabaseOptions database, TimeProvider time, ILogger<FeedKeeper> logger) : BackgroundService
{
    private const int Together = 1000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500), ForgetEvery = TimeSpan.FromMinutes(10);

    private readonly Dictionary<Guid, long> _known = [];
    private bool _isFailing;

    /// <summary>Wakes the readers of feeds that grew.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var people = signal.People.ToList();
        foreach (var gone in _known.Keys.Except(people).ToList()) _known.Remove(gone);
        foreach (var some in people.Chunk(Together))
        {
            foreach (var (userId, last) in await table.HeadsAsync(some, cancellationToken))
            {
                // One that was not known before looked for itself when it came, but perhaps before this was written.
                if (_known.TryGetValue(userId, out var before) && before == last) continue;
                _known[userId] = last;
                signal.Wake(userId);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var forgot = 0L;
        using var timer = new PeriodicTimer(database.IsPostgres ? LookEvery : ForgetEvery, time);
        do
        {
            try
            {
                if (database.IsPostgres) await LookAsync(stoppingToken);
                if (forgot == 0 || time.GetElapsedTime(forgot) >= ForgetEvery)
                {
                    await table.ForgetAsync(time.GetUtcNow(), stoppingToken);
                    forgot = time.GetTimestamp();
                }

                _isFailing = false;
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                // The database may be away for a while; readers that wait lose nothing.
                if (!_isFailing) Troubled(logger, problem.GetBaseException().Message);
                _isFailing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "People's feeds cannot be looked at in the database ({Problem}). It is tried again.")]
    private static partial void Troubled(ILogger logger, string problem);
}
