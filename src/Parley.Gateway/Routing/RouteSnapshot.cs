using System.Collections.Frozen;
using System.Collections.Immutable;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Routing;

/// <summary>All routes at one moment: immutable, built by the app, swapped whole.</summary>
public sealed class RouteSnapshot
{
    /// <summary>The name of the route that exists by itself.</summary>
    public const string Auto = ChatModels.Auto;

    /// <summary>Names that nobody configured travel in headers, records and spans: longer ones are no model's.</summary>
    private const int LongestUnlisted = 256;

    private FrozenDictionary<string, Route> _routes;
    private readonly FrozenDictionary<string, UpstreamConfig> _upstreams;
    private readonly ImmutableArray<UpstreamConfig> _byPrefix;
    private readonly Func<Route, Route?>? _complete;

    /// <summary>Builds a snapshot.</summary>
    /// <param name="upstreams">All upstreams, in order of preference; names are unique.</param>
    /// <param name="routes">One route per model name that callers may ask for; names are unique.</param>
    /// <param name="complete">Adds what is known and decided of a model that is not listed to its route, whose one candidate says where it is and what it is
    /// called there; answers null for one that is not to be served. Null for nothing known.</param>
    /// <param name="aliases">Other names, each with the model, route or alias that it stands for; null for none. One that leads nowhere,
    /// or in a circle, is left out, and so is one whose name a model or a route has.</param>
    public RouteSnapshot(
        IEnumerable<UpstreamConfig> upstreams, IEnumerable<Route> routes, Func<Route, Route?>? complete = null,
        IEnumerable<KeyValuePair<string, string>>? aliases = null)
    {
        _complete = complete;
        ImmutableArray<UpstreamConfig> all = [.. upstreams];
        _upstreams = all.ToFrozenDictionary(u => u.Name, StringComparer.OrdinalIgnoreCase);
        _routes = ModelLimits.Spread(routes).ToFrozenDictionary(r => r.Model, StringComparer.Ordinal);
        _byPrefix = [.. all.Where(u => !u.ModelPrefixes.IsEmpty)];
        var hidden = Complete(aliases);
        Models = [.. _routes.Values.Where(r => r != hidden).OrderBy(r => r.Model, StringComparer.Ordinal)];
    }

    /// <summary>No upstreams at all.</summary>
    public static RouteSnapshot Empty { get; } = new([], []);

    /// <summary>What <c>GET /v1/models</c> lists, by name.</summary>
    public ImmutableArray<Route> Models { get; }

    /// <summary>Names that are configured but lead nowhere at the moment, each with the reason in a sentence for callers.</summary>
    public IReadOnlyDictionary<string, string> Unserved { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// The route of a model name: an exact name first, of a model, a named route, an alias or <c>auto</c>; then <c>provider/model</c>, which sends any model name to that
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
                if (model.StartsWith(prefix, StringComparison.Ordinal) && Open(model, upstream, model) is { } open) return open;
        }

        return null;
    }

    /// <summary>The route of a request: the one that it names in <c>x-parley-route</c>, or its model's. Null when there is none.</summary>
    internal Route? Find(LlmRequest request) =>
        request.RouteAsked is not { } name ? Find(request.Envelope.Model) : _routes.TryGetValue(name, out var route) && route.Rule is not null ? route : null;

    /// <summary>Adds what follows from the other names: aliases, each looked up here so that a request needs no further look, and <c>auto</c>,
    /// which is returned when no list should name it.</summary>
    private Route? Complete(IEnumerable<KeyValuePair<string, string>>? aliases)
    {
        var all = new Dictionary<string, Route>(_routes, StringComparer.Ordinal);
        Route? hidden = null;
        var auto = ChatModels.AutoRoute(_routes.Values);
        if (auto is not null) auto = ModelLimits.Spread(_routes.Values.Append(auto)).Last();
        if (auto is not null && all.TryAdd(ChatModels.Auto, auto) && !ChatModels.IsListed(auto)) hidden = auto;
        _routes = all.ToFrozenDictionary(StringComparer.Ordinal);
        if (aliases is null) return hidden;
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (alias, model) in aliases) known[alias] = model;
        foreach (var (alias, model) in known)
        {
            var name = model;
            for (var steps = 0; steps < known.Count && !_routes.ContainsKey(name) && known.TryGetValue(name, out var next); steps++) name = next;
            // Only `auto` gives way to an alias: it is nobody's choice.
            if ((!_routes.TryGetValue(alias, out var taken) || taken == auto) && name != alias && Find(name) is { } route) all[alias] = route with { Model = alias, AliasOf = name };
        }

        _routes = all.ToFrozenDictionary(StringComparer.Ordinal);
        return hidden is not null && all.ContainsValue(hidden) ? hidden : null;
    }

    private Route? Open(string model, UpstreamConfig upstream, string upstreamModel)
    {
        // Another name of a model is no way around its limits.
        var route = new Route(model, [new UpstreamTarget(upstream, upstreamModel)]) { Label = "other", Limits = LimitsOf(upstreamModel), LimitedAs = upstreamModel };
        return _complete is null ? route : _complete(route);
    }

    private UpstreamLimits? LimitsOf(string model) => _routes.TryGetValue(model, out var known) && known.Rule is null ? known.Limits : null;
}
