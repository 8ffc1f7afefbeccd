using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Providers;

namespace Parley.Billing.Statistics.Endpoints;

/// <summary>The statistics of providers: figures, and what the routes in force know of prices.</summary>
internal sealed class ProviderStatistics(UsageStatistics usage, IRouteSource routes, ProviderNames providers)
{
    /// <summary>Every provider that was called in this time, by name; also one that was removed since.</summary>
    public async Task<IReadOnlyList<ProviderStatisticsView>> ReadAllAsync(StatisticsWindow window, CancellationToken cancellationToken)
    {
        var figures = await usage.ReadAsync(window.Since, window.Until, null, cancellationToken);
        return [.. Views(figures, routes.Current, window)];
    }

    /// <summary>The figures as they are shown, by provider. Pure.</summary>
    public static IEnumerable<ProviderStatisticsView> Views(FigureTable figures, RouteSnapshot routes, StatisticsWindow window) =>
        RatedFigures.ByProvider(figures, routes).Select(p => new ProviderStatisticsView(p.Provider, window, p.Models));

    /// <summary>One provider; null for a name that no provider has, and that nobody called.</summary>
    public async Task<ProviderStatisticsView?> FindAsync(string provider, StatisticsWindow window, CancellationToken cancellationToken)
    {
        var figures = await usage.ReadAsync(window.Since, window.Until, provider, cancellationToken);
        var found = RatedFigures.ByProvider(figures, routes.Current).ToList();
        if (found.Count > 0) return new ProviderStatisticsView(provider, window, found[0].Models);
        return providers.Has(provider) ? new ProviderStatisticsView(provider, window, []) : null;
    }
}
