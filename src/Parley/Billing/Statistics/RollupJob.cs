using Parley.Billing.Metering.Projection;

namespace Parley.Billing.Statistics;

/// <summary>Rolls up hours that ended a quarter of an hour ago, every five minutes; and anew those that late records changed.</summary>
internal sealed partial class RollupJob(RollupTable rollups, LedgerProjector ledger, TimeProvider time, ILogger<RollupJob> log) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1), Every = TimeSpan.FromMinutes(5);

    /// <summary>Between two hours: whoever has years to roll up leaves the machine to requests meanwhile.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    /// <summary>One round; returns how many hours were rolled up.</summary>
    public async Task<int> RollAsync(CancellationToken cancellationToken)
    {
        // What a process that is gone left in its journal belongs to its hour too.
        await ledger.CatchUpAsync(cancellationToken);
        var rolled = 0;
        foreach (var hour in await rollups.FindDueAsync(cancellationToken))
        {
            if (await rollups.RollAsync(hour, cancellationToken)) rolled++;
            await Task.Delay(Breath, time, cancellationToken);
        }

        return rolled;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(First, time, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RollAsync(stoppingToken) is > 0 and var rolled) Rolled(log, rolled);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                Troubled(log, problem.GetBaseException().Message);
            }

            await Task.Delay(Every, time, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The usage of {Hours} hours was rolled up.")]
    private static partial void Rolled(ILogger log, int hours);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Usage cannot be rolled up: {Problem} Statistics are read from the records themselves meanwhile, which takes longer; tried again in five minutes.")]
    private static partial void Troubled(ILogger log, string problem);
}
