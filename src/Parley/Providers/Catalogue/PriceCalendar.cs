using Parley.Providers.Registry;

namespace Parley.Providers.Catalogue;

/// <summary>Builds routes anew when a price of the catalogue begins or ends.</summary>
internal sealed partial class PriceCalendar(ProviderRegistry registry, TimeProvider time, ILogger<PriceCalendar> log) : BackgroundService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(12), AfterTrouble = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var change = registry.NextChange;
            var wait = Wait(registry.Knowledge, time.GetUtcNow());
            if (wait == TimeSpan.Zero && !await TryReloadAsync(stoppingToken)) wait = AfterTrouble;
            if (wait == TimeSpan.Zero) continue;
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(change, Task.Delay(wait, time, pause.Token));
            await pause.CancelAsync(); // no timer is left behind
        }
    }

    /// <summary>How long the knowledge in force stays true.</summary>
    internal static TimeSpan Wait(ModelKnowledge knowledge, DateTimeOffset now)
    {
        if (knowledge.NextPriceChange is not { } next) return LongestWait;
        var left = next - now;
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < LongestWait ? left : LongestWait;
    }

    private async Task<bool> TryReloadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await registry.ReloadAsync(cancellationToken);
            return true;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            CannotReload(log, problem.GetBaseException().Message); // the database is away; the old prices stay in force
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A price of the catalogue changed by its date, but routes cannot be built anew: {Problem} Tried again in a minute.")]
    private static partial void CannotReload(ILogger log, string problem);
}
