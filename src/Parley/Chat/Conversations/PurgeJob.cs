using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Chat.Personas;
using Parley.Data;

namespace Parley.Chat.Conversations;

/// <summary>Destroys, once an hour, what was deleted more than 30 days ago. Several nodes may do it at once: each deletes what is still there.</summary>
internal sealed partial class PurgeJob(IDbContextFactory<ParleyDbContext> databases, TimeProvider time, ILogger<PurgeJob> log) : BackgroundService
{
    private const int Portion = 100;
    private static readonly TimeSpan Period = TimeSpan.FromHours(1), Pause = TimeSpan.FromMilliseconds(50);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (conversations, personas) = (time.GetUtcNow() - ConversationStore.Keep, time.GetUtcNow() - PersonaBin.Keep);
        return await DestroyAsync(db.Set<Conversation>().Where(c => c.DeletedAt < conversations), c => c.Id, ids => c => ids.Contains(c.Id), cancellationToken)
            // Versions and memories go with their persona. Conversations may name it as the one that answered there before: nothing reads that but its restoring.
            + await DestroyAsync(db.Set<Persona>().Where(p => p.DeletedAt < personas), p => p.Id, ids => p => ids.Contains(p.Id), cancellationToken);
    }

    private async Task<int> DestroyAsync<T>(IQueryable<T> due, Expression<Func<T, Guid>> idOf, Func<List<Guid>, Expression<Func<T, bool>>> among, CancellationToken cancellationToken)
        where T : class
    {
        var count = 0;
        while (true)
        {
            // In portions, so that nobody waits for a long transaction.
            var ids = await due.Select(idOf).OrderBy(id => id).Take(Portion).ToListAsync(cancellationToken);
            if (ids.Count == 0) return count;
            count += await due.Where(among(ids)).ExecuteDeleteAsync(cancellationToken);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await RunAsync(stoppingToken) is > 0 and var count) Purged(log, count);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                // They are deleted for their owners already; the next hour tries again.
                Failed(log, problem.GetBaseException().Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Destroyed {Count} conversations and personas that were deleted more than 30 days ago.")]
    private static partial void Purged(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Conversations and personas that were deleted more than 30 days ago could not be destroyed: {Problem} Tried again in an hour.")]
    private static partial void Failed(ILogger log, string problem);
}
