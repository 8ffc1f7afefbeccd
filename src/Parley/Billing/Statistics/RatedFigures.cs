using Parley.Gateway.Routing;

namespace Parley.Billing.Statistics;

/// <summary>Figures with what they cost: by the catalogue, where it knows the price of every token.</summary>
/// <param name="Figures">The figures.</param>
/// <param name="Cost">In <see cref="TokenPrices.Currency"/>; null when unknown.</param>
/// <param name="Unpriced">What has no known price.</param>
internal sealed record RatedFigures(UsageFigures Figures, decimal? Cost, IReadOnlyList<string> Unpriced)
{
    /// <summary>The part of the cost that is known: of several models, of those that have prices.</summary>
    public decimal Known { get; private init; } = Cost ?? 0;

    public static RatedFigures Of(UsageFigures figures, TokenPrices prices)
    {
        var (cost, unpriced) = prices.Rate(figures.Tokens);
        return new(figures, cost, unpriced);
    }

    /// <summary>Several models together: a cost only when each of them has one, or used nothing.</summary>
    public static RatedFigures Sum(IEnumerable<(string Model, RatedFigures Rated)> parts)
    {
        var (sum, cost, any) = (new UsageFigures(), 0m, false);
        List<string> unpriced = [];
        foreach (var (model, rated) in parts)
        {
            sum.Add(rated.Figures);
            if (rated.Unpriced.Count > 0) unpriced.Add(model);
            any |= rated.Cost is not null;
            cost += rated.Known;
        }

        return new(sum, any && unpriced.Count == 0 ? cost : null, unpriced) { Known = cost };
    }

    /// <summary>The figures by provider, each with its models; calls that reached no provider are nobody's.</summary>
    public static IEnumerable<(string Provider, IReadOnlyList<(string Model, RatedFigures Rated)> Models)> ByProvider(FigureTable figures, RouteSnapshot routes)
    {
        var prices = new RoutePrices(routes);
        return figures.Where(f => f.Key.Provider.Length > 0).GroupBy(f => f.Key.Provider, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, (IReadOnlyList<(string, RatedFigures)>)[.. g.OrderBy(f => f.Key.Model, StringComparer.Ordinal).Select(f => (f.Key.Model, Of(f.Value, prices.Of(f.Key))))]));
    }
}
