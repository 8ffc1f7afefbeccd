using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Parley.Billing.Metering.Projection;
using Parley.Billing.Model;
using Parley.Billing.Statistics;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity;

namespace Parley.Billing.Pages.Requests;

/// <summary>Reads requests for pages: everybody's, or those of one person. Throws <see cref="LedgerUnavailableException"/> when the ledger cannot be read up to now.</summary>
internal sealed class RequestReader(IDbContextFactory<ParleyDbContext> databases, LedgerProjector ledger, CallerNames names, IRouteSource routes)
{
    private const int Latest = 25;

    /// <summary>The newest that have ended.</summary>
    public async Task<IReadOnlyList<RequestItem>> LatestAsync(Guid? person, CancellationToken cancellationToken)
    {
        await ledger.CatchUpAsync(cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await Of(db, person).Where(u => u.Outcome != null).OrderByDescending(u => u.At).ThenByDescending(u => u.Sequence).Take(Latest)
            .Select(u => new { u.RequestId, u.At, u.ModelAsked, u.Model, u.Provider, u.Outcome, Input = (u.Input ?? 0) + (u.CacheRead ?? 0) + (u.CacheWrite5m ?? 0) + (u.CacheWrite1h ?? 0), Output = (u.Output ?? 0) + (u.Reasoning ?? 0), u.FirstToken, u.UserId, u.KeyId, u.Tags }).ToListAsync(cancellationToken);
        var (people, keys) = await names.FindAsync(person is null ? rows.Select(r => r.UserId) : [], rows.Select(r => r.KeyId), cancellationToken);
        return [.. rows.Select(r => new RequestItem(r.RequestId, r.At, people.GetValueOrDefault(r.UserId ?? ""), keys.GetValueOrDefault(r.KeyId ?? ""), r.Tags, r.ModelAsked, r.Model, r.Provider, r.Outcome!, r.Input, r.Output, r.FirstToken))];
    }

    /// <summary>One of them; null when there is none of this id, or it is not the person's.</summary>
    public async Task<RequestView?> FindAsync(string requestId, Guid? person, CancellationToken cancellationToken)
    {
        await ledger.CatchUpAsync(cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await Of(db, person).FirstOrDefaultAsync(u => u.RequestId == requestId, cancellationToken) is not { } row) return null;
        var (people, keys) = await names.FindAsync(person is null ? [row.UserId] : [], [row.KeyId], cancellationToken);
        return new()
        {
            RequestId = row.RequestId, Base = person is null ? RequestPages.OfAll : RequestPages.OfOne, At = row.At, Person = people.GetValueOrDefault(row.UserId ?? ""), Key = keys.GetValueOrDefault(row.KeyId ?? ""), Tags = row.Tags, Outcome = row.Outcome,
            Trouble = RequestTrouble.Of(row.Outcome, row.Error, row.Provider, forAdministrator: person is null), Error = row.Error, Status = row.Status, Asked = row.ModelAsked, Route = row.Route, RouteReason = row.RouteReason,
            Served = row.Model, Provider = row.Provider, Attempts = row.Attempts, Kind = $"{row.Operation}, as {row.Format}{(row.Stream ? ", streamed" : "")}", IsCached = row.IsCached == true, Continues = row.Continues, Hedges = row.Hedges,
            Units = row.Source is null ? [] : [.. Units(row)], IsEstimated = row.Source == "estimated", Cost = Cost(row), Times = new(row.UpstreamStarted, row.FirstToken, row.Total),
        };
    }

    private static IQueryable<UsageEvent> Of(ParleyDbContext db, Guid? person)
    {
        var all = db.Set<UsageEvent>().AsNoTracking();
        return person?.ToString() is { } id ? all.Where(u => u.UserId == id) : all;
    }

    /// <summary>The prompt and the answer always, of the others those that there were.</summary>
    private static IEnumerable<(string Name, string Count)> Units(UsageEvent row)
    {
        (string Name, long? Count)[] all =
        [
            ("Prompt", row.Input ?? 0), ("Prompt, from the cache", row.CacheRead), ("Into the cache, 5 min", row.CacheWrite5m), ("Into the cache, 1 h", row.CacheWrite1h),
            ("Sound in", row.InputAudio), ("Pictures in", row.InputImage), ("Answer", row.Output ?? 0), ("Reasoning", row.Reasoning), ("Sound out", row.OutputAudio), ("Pictures out", row.OutputImage),
        ];
        foreach (var (name, count) in all)
            if (count > 0 || name is "Prompt" or "Answer") yield return (name, UsageText.Count(count ?? 0) + (count == 1 ? " token" : " tokens"));
        if (row.Images > 0) yield return ("Pictures made", UsageText.Count(row.Images.Value));
        if (row.AudioMilliseconds > 0) yield return ("Sound written down", (row.AudioMilliseconds.Value / 1000m).ToString("#,0.#", CultureInfo.InvariantCulture) + " s");
        if (row.Characters > 0) yield return ("Characters spoken", UsageText.Count(row.Characters.Value));
    }

    private string Cost(UsageEvent row)
    {
        if (row.IsCached == true) return "nothing: no provider was asked";
        if (row.Source is null) return "nothing that is known";
        var key = new FigureKey(row.Provider ?? "", row.Model ?? "");
        var rated = RatedFigures.Of(new UsageFigures { Tokens = Sums(row) }, new RoutePrices(routes.Current).Of(key));
        return rated.Cost is null ? "not known: the model has no price" : UsageText.Cost(rated) + ", by today’s prices";
    }

    private static TokenSums Sums(UsageEvent row)
    {
        var sums = new TokenSums();
        sums.Add(FigureRow.Read(row));
        return sums;
    }
}
