using System.Collections.Immutable;
using Parley.Gateway.Routing;
using Parley.Providers.Model;
using Parley.Providers.Routes;
using Route = Parley.Gateway.Routing.Route;

namespace Parley.Providers.Registry;

/// <summary>Builds the routes from the providers, the named routes and what is known of models. Pure.</summary>
internal static class RouteSnapshotBuilder
{
    /// <summary>
    /// One route per model name; its candidates are the providers that have it, in order of preference: what an operator
    /// added, then configuration, then environment, then the demo; among equals the oldest first. Another name of a model
    /// is a route of its own. Named routes stand before models of the same name.
    /// </summary>
    public static RouteSnapshot Build(
        IEnumerable<ProviderDefinition> providers, IReadOnlyCollection<NamedRoute>? named = null, IModelKnowledge? knowledge = null)
    {
        knowledge ??= FactsAlone.Instance;
        ImmutableArray<(ProviderDefinition Provider, UpstreamConfig Upstream)> all =
        [
            .. providers.Where(p => p.Enabled).OrderBy(p => p.Origin).ThenBy(p => p.CreatedAt).ThenBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => (p, p.ToUpstream())),
        ];
        var models = Models(all, knowledge);
        var plain = Snapshot(all, models.Values, knowledge);
        if (named is not { Count: > 0 }) return plain;

        var resolver = new RouteResolver(named, plain);
        foreach (var definition in named)
        {
            if (resolver.Resolve(definition.Name) is { } route) models[definition.Name] = route;
            else models.Remove(definition.Name);
        }

        return Snapshot(all, models.Values, knowledge, resolver.Dead);
    }

    /// <summary>The models of a provider as callers name them.</summary>
    public static IEnumerable<ProviderModel> ModelsOf(ProviderDefinition provider) =>
        provider.AsksForModels ? provider.Discovered.Distinct(StringComparer.Ordinal).Select(m => new ProviderModel(m, m)) : provider.Models;

    private static Dictionary<string, Route> Models(ImmutableArray<(ProviderDefinition Provider, UpstreamConfig Upstream)> all, IModelKnowledge knowledge)
    {
        var candidates = new Dictionary<string, (List<UpstreamTarget> Targets, DateTimeOffset Since)>(StringComparer.Ordinal);
        foreach (var (provider, upstream) in all)
        {
            foreach (var model in ModelsOf(provider))
            {
                if (!candidates.TryGetValue(model.Id, out var route)) candidates[model.Id] = route = ([], provider.CreatedAt);
                route.Targets.Add(Target(upstream, model, knowledge));
            }
        }

        foreach (var (id, route) in candidates) PreferNamedProvider(id, route.Targets, all, knowledge);
        var routes = new Dictionary<string, Route>(StringComparer.Ordinal);
        foreach (var (id, (targets, since)) in candidates.Where(c => knowledge.SettingOf(c.Key) is not { Enabled: false }))
            routes[id] = new Route(id, [.. targets]) { CreatedAt = since };
        foreach (var route in routes.Values.ToList())
            foreach (var alias in knowledge.SettingOf(route.Model)?.Aliases ?? [])
                routes.TryAdd(alias, new Route(alias, route.Candidates) { CreatedAt = route.CreatedAt });
        return routes;
    }

    private static RouteSnapshot Snapshot(
        ImmutableArray<(ProviderDefinition Provider, UpstreamConfig Upstream)> all, IEnumerable<Route> routes, IModelKnowledge knowledge,
        IReadOnlyDictionary<string, string>? dead = null) =>
        new(all.Select(a => a.Upstream), routes, model => knowledge.Find("", model)?.MaxOutputTokens) { Unserved = dead ?? ImmutableDictionary<string, string>.Empty };

    /// <summary>An aggregator lists <c>openai/gpt-x</c>; where a provider <c>openai</c> is registered here too, that name
    /// means it first, as <c>provider/model</c> does for any other model.</summary>
    private static void PreferNamedProvider(
        string id, List<UpstreamTarget> candidates, ImmutableArray<(ProviderDefinition Provider, UpstreamConfig Upstream)> all, IModelKnowledge knowledge)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == id.Length - 1) return;
        var tail = id[(slash + 1)..];
        foreach (var (provider, upstream) in all)
        {
            if (!provider.Name.Equals(id[..slash], StringComparison.OrdinalIgnoreCase) || candidates.Exists(c => c.Upstream.Name == provider.Name)) continue;
            var known = ModelsOf(provider).FirstOrDefault(m => m.Id == tail);
            if (known is not null) candidates.Insert(0, Target(upstream, known, knowledge));
        }
    }

    private static UpstreamTarget Target(UpstreamConfig upstream, ProviderModel model, IModelKnowledge knowledge)
    {
        var (known, said) = (knowledge.Find(upstream.Name, model.UpstreamName), knowledge.SettingOf(model.Id));
        return new UpstreamTarget(upstream, model.UpstreamName)
        {
            ContinuesTurns = model.ContinuesTurns,
            MaxOutputTokens = said?.MaxOutputTokens ?? known?.MaxOutputTokens,
            ContextWindow = said?.ContextWindow ?? known?.ContextWindow,
            InputPrice = known?.InputPrice,
            OutputPrice = known?.OutputPrice,
            Capabilities = known?.Capabilities,
        };
    }
}
