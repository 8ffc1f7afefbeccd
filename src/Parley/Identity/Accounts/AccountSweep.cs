using Parley.Identity.Passwords;
using Parley.Identity.Sessions;

namespace Parley.Identity.Accounts;

/// <summary>Once an hour removes ended sessions and old counts of failed attempts.</summary>
internal sealed partial class AccountSweep(SessionStore sessions, SignInGuard guard, TimeProvider time, ILogger<AccountSweep> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await sessions.SweepAsync(stoppingToken);
                await guard.SweepAsync(stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                SweepFailed(log, problem.GetBaseException().Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ended sessions were not removed: {Problem} Tried again in an hour.")]
    private static partial void SweepFailed(ILogger log, string problem);
}
