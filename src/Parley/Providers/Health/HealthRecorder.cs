namespace Parley.Providers.Health;

/// <summary>Stores each minute when it is over, and removes old ones every hour.</summary>
internal sealed partial class HealthRecorder(HealthHistory history, TimeProvider time, ILogger<HealthRecorder> log) : BackgroundService
{
    private const int MinutesPerHour = 60;
    private bool _isFailing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var round = 0; ; round = (round + 1) % MinutesPerHour)
        {
            var now = time.GetUtcNow();
            // A second behind the minute, so that its last observation is in.
            await Task.Delay(HealthMinutes.Begin(HealthMinutes.MinuteOf(now) + 1) - now + TimeSpan.FromSeconds(1), time, stoppingToken);
            try
            {
                await history.StoreAsync(stoppingToken);
                if (round == 0) await history.PruneAsync(stoppingToken);
                _isFailing = false;
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_isFailing) Troubled(log, problem.GetBaseException().Message);
                _isFailing = true;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The history of the providers' health cannot be stored: {Problem} The last hour of it is kept in memory; tried again every minute.")]
    private static partial void Troubled(ILogger log, string problem);
}
