using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Parley.Gateway.Routing;

/// <summary>All routes at one moment: immutable, built by the app, swapped whole.</summary>
public sealed class RouteSnapshot
{
    /// <summary>Names that nobody configured travel in headers, records and spans: longer ones are no model's.</summary>
    private const int LongestUnlisted = 256;

    private readonly FrozenDictionary<string, Route> _routes;
    private readonly FrozenDictionary<string, UpstreamConfig> _upstreams;
    private readonly ImmutableArray<UpstreamConfig> _byPrefix;
    private readonly Func<string, long?>? _maxOutput;

    /// <summary>Builds a snapshot.</summary>
    /// <param name="upstreams">All upstreams, in order of preference; names are unique.</param>
    /// <param name="routes">One route per model name that callers may ask for; names are unique.</param>
    /// <param name="maxOutput">Most tokens that a model can generate, by the upstream's name of it, for models that are not
    /// listed; null for none known.</param>
    public RouteSnapshot(IEnumerable<UpstreamConfig> upstreams, IEnumerable<Route> routes, Func<string, long?>? maxOutput = null)
    {
        _maxOutput = maxOutput;
        ImmutableArray<UpstreamConfig> all = [.. upstreams];
        _upstreams = all.ToFrozenDictionary(u => u.Name, StringComparer.OrdinalIgnoreCase);
        _routes = routes.ToFrozenDictionary(r => r.Model, StringComparer.Ordinal);
        _byPrefix = [.. all.Where(u => !u.ModelPrefixes.IsEmpty)];
        Models = [.. _routes.Values.OrderBy(r => r.Model, StringComparer.Ordinal)];
    }

    /// <summary>No upstreams at all.</summary>
    public static RouteSnapshot Empty { get; } = new([], []);

    /// <summary>What <c>GET /v1/models</c> lists, by name.</summary>
    public ImmutableArray<Route> Models { get; }

    /// <summary>Names that are configured but lead nowhere at the moment, each with the reason in a sentence for callers.</summary>
    public IReadOnlyDictionary<string, string> Unserved { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// The route of a model name: an exact name first; then <c>provider/model</c>, which sends any model name to that
    /// provider; then the provider that claims the name's beginning (a vendor's newest model works before it is known).
    /// Null when nobody serves it.
    /// </summary>
    public Route? Find(string model)
    {
        if (_routes.TryGetValue(model, out var route)) return route;
        if (model.Length > LongestUnlisted || (Unserved.Count > 0 && Unserved.ContainsKey(model))) return null;
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && slash < model.Length - 1 && _upstreams.TryGetValue(model[..slash], out var named))
            return named.TakesAnyModel ? Open(model, named, model[(slash + 1)..])
                : _routes.TryGetValue(model[(slash + 1)..], out route) && route.On(named) is { } one ? one : null;
        foreach (var upstream in _byPrefix)
        {
            foreach (var prefix in upstream.ModelPrefixes)
                if (model.StartsWith(prefix, StringComparison.Ordinal)) return Open(model, upstream, model);
        }

        return null;
    }

    private Route Open(string model, UpstreamConfig upstream, string upstreamModel) =>
        new(model, [new UpstreamTarget(upstream, upstreamModel) { MaxOutputTokens = _maxOutput?.Invoke(upstreamModel) }]) { Label = "other" };
}
