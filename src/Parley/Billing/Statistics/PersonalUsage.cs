using Microsoft.EntityFrameworkCore;
using Parley.Billing.Metering.Projection;
using Parley.Billing.Model;
using Parley.Data;
using Parley.Gateway.Routing;

namespace Parley.Billing.Statistics;

/// <summary>What one person used of late, in chats and by their own keys.</summary>
internal sealed class PersonalUsage(IDbContextFactory<ParleyDbContext> databases, LedgerProjector ledger, TimeProvider time)
{
    public const int Days = 30;

    /// <summary>The latest days (of UTC), today's last. Throws <see cref="Gateway.Ports.LedgerUnavailableException"/> when the ledger cannot be read up to now.</summary>
    public async Task<IReadOnlyList<PersonalDay>> ReadAsync(Guid userId, CancellationToken cancellationToken)
    {
        await ledger.CatchUpAsync(cancellationToken);
        var first = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date.AddDays(1 - Days), TimeSpan.Zero);
        PersonalDay[] days = [.. Enumerable.Range(0, Days).Select(i => new PersonalDay(DateOnly.FromDateTime(first.UtcDateTime).AddDays(i), new FigureTable()))];
        var person = userId.ToString();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = db.Set<UsageEvent>().AsNoTracking().Where(u => u.UserId == person && u.At >= first && u.Outcome != null).Select(FigureRow.Of);
        // A record that another node's clock dates a little ahead is today's.
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken)) days[Math.Min((int)(row.At - first).TotalDays, Days - 1)].Figures.Add(row);
        return days;
    }
}

/// <summary>A day's figures, by provider and model.</summary>
internal sealed record PersonalDay(DateOnly Day, FigureTable Figures)
{
    /// <summary>All of them together, with what they cost as far as prices are known.</summary>
    public RatedFigures Rate(RouteSnapshot routes) => RatedFigures.Sum(RatedFigures.ByProvider(Figures, routes).SelectMany(provider => provider.Models));
}
