using Microsoft.EntityFrameworkCore;
using Parley.Billing.Metering.Projection;
using Parley.Billing.Model;
using Parley.Data;
using Parley.Gateway.Routing;

namespace Parley.Billing.Statistics;

/// <summary>What each person used in a time, by the usage records: roll-ups know nobody. The database adds up, so that a busy month is no more than its lines here.</summary>
internal sealed class PeopleUsage(IDbContextFactory<ParleyDbContext> databases, LedgerProjector ledger)
{
    /// <summary>By the id of the person; null stands for keys that belong to nobody. Throws <see cref="Gateway.Ports.LedgerUnavailableException"/> when the ledger cannot be read up to now.</summary>
    public async Task<IReadOnlyList<(string? UserId, RatedFigures Rated)>> ReadAsync(StatisticsWindow window, RouteSnapshot routes, CancellationToken cancellationToken)
    {
        await ledger.CatchUpAsync(cancellationToken);
        var (since, until) = (window.Since, window.Until);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<UsageEvent>().Where(u => u.At >= since && u.At < until && u.Outcome != null && u.Provider != null && u.IsCached != true)
            .GroupBy(u => new { u.UserId, u.Provider, u.Model })
            .Select(g => new
            {
                g.Key, Requests = g.LongCount(), Input = g.Sum(u => u.Input), CacheRead = g.Sum(u => u.CacheRead), CacheWrite5m = g.Sum(u => u.CacheWrite5m), CacheWrite1h = g.Sum(u => u.CacheWrite1h),
                Output = g.Sum(u => u.Output), Reasoning = g.Sum(u => u.Reasoning), InputAudio = g.Sum(u => u.InputAudio), OutputAudio = g.Sum(u => u.OutputAudio),
                InputImage = g.Sum(u => u.InputImage), OutputImage = g.Sum(u => u.OutputImage), Images = g.Sum(u => u.Images), AudioMilliseconds = g.Sum(u => u.AudioMilliseconds), Characters = g.Sum(u => u.Characters),
            }).ToListAsync(cancellationToken);
        var prices = new RoutePrices(routes);
        return [.. rows.Select(r => (r.Key.UserId, Model: r.Key.Model ?? "", Rated: RatedFigures.Of(new UsageFigures
        {
            Requests = r.Requests,
            Tokens = new TokenSums
            {
                Input = r.Input ?? 0, CacheRead = r.CacheRead ?? 0, CacheWrite5m = r.CacheWrite5m ?? 0, CacheWrite1h = r.CacheWrite1h ?? 0, Output = r.Output ?? 0, Reasoning = r.Reasoning ?? 0,
                InputAudio = r.InputAudio ?? 0, OutputAudio = r.OutputAudio ?? 0, InputImage = r.InputImage ?? 0, OutputImage = r.OutputImage ?? 0, Images = r.Images ?? 0, AudioMilliseconds = r.AudioMilliseconds ?? 0, Characters = r.Characters ?? 0,
            },
        }, prices.Of(new FigureKey(r.Key.Provider!, r.Key.Model ?? "")))))
            .GroupBy(r => r.UserId).Select(g => (g.Key, RatedFigures.Sum(g.Select(r => (r.Model, r.Rated)))))];
    }
}
