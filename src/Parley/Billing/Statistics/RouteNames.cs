using Parley.Gateway.Routing;

namespace Parley.Billing.Statistics;

/// <summary>The names by which callers ask for what the ledger knows by its provider and the provider's own name.</summary>
internal sealed class RouteNames
{
    private readonly Dictionary<FigureKey, string> _names = [];

    public RouteNames(RouteSnapshot routes)
    {
        foreach (var route in routes.Models.Where(route => route is { Rule: null, AliasOf: null }))
            foreach (var target in route.Candidates)
            {
                var key = new FigureKey(target.Upstream.Name, target.UpstreamModel);
                _names[key] = _names.TryGetValue(key, out var other) ? $"{other}, {route.Model}" : route.Model;
            }
    }

    /// <summary>The model's names here (routes and aliases that lead to it are none), or the provider's own when it is not listed any more; and who served it, with its name there where that differs.</summary>
    public (string Name, string Served) Of(FigureKey key)
    {
        var name = _names.GetValueOrDefault(key, key.Model);
        return (name, name == key.Model ? key.Provider : $"{key.Provider}, as {key.Model}");
    }
}
