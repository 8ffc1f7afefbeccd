using Parley.Gateway.Routing;

namespace Parley.Billing.Statistics;

/// <summary>The prices that the routes in force know, by provider and its own name of a model.</summary>
internal sealed class RoutePrices
{
    private readonly Dictionary<FigureKey, UpstreamTarget> _targets = [];
    private readonly RouteSnapshot _routes;

    public RoutePrices(RouteSnapshot routes)
    {
        _routes = routes;
        foreach (var target in routes.Models.SelectMany(model => model.Candidates))
            _targets.TryAdd(new FigureKey(target.Upstream.Name, target.UpstreamModel), target);
    }

    public TokenPrices Of(FigureKey key) =>
        _targets.TryGetValue(key, out var target) ? Of(target)
        : key is { Provider.Length: > 0, Model.Length: > 0 } && _routes.Find($"{key.Provider}/{key.Model}") is { Candidates: [var open, ..] } ? TokenPrices.Of(open)
        : TokenPrices.Unknown;

    /// <summary>No catalogue knows the built-in demonstration, and nobody sends a bill for it.</summary>
    private static TokenPrices Of(UpstreamTarget target) => target.Upstream.Kind == "demo" ? TokenPrices.Free : TokenPrices.Of(target);
}
