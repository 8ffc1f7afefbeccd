using Parley.Billing.Statistics;
using Parley.Gateway.Routing;

namespace Parley.Billing.Pages;

/// <summary>What one model, or one person, stands for in a time.</summary>
public sealed record UsageRow(string Name, string? About, long Requests, long Input, long Output, string Cost)
{
    /// <summary>The dearest first; without prices, those with the most tokens.</summary>
    internal static IReadOnlyList<UsageRow> List(IEnumerable<(string Name, string? About, RatedFigures Rated)> all) =>
        [.. all.OrderByDescending(one => one.Rated.Known).ThenByDescending(one => one.Rated.Figures.Tokens.AllIn + one.Rated.Figures.Tokens.AllOut).ThenByDescending(one => one.Rated.Figures.Requests).ThenBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => new UsageRow(one.Name, one.About, one.Rated.Figures.Requests, one.Rated.Figures.Tokens.AllIn, one.Rated.Figures.Tokens.AllOut, UsageText.Cost(one.Rated)))];

    /// <summary>Models by the names that callers know them by.</summary>
    internal static IReadOnlyList<UsageRow> OfModels(FigureTable figures, RouteSnapshot routes)
    {
        var names = new RouteNames(routes);
        return List(RatedFigures.ByProvider(figures, routes).SelectMany(provider => provider.Models.Select(model =>
        {
            var (name, served) = names.Of(new FigureKey(provider.Provider, model.Model));
            return (name, (string?)served, model.Rated);
        })));
    }
}
