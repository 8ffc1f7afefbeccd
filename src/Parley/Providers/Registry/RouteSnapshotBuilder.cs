using System.Collections.Immutable;
using Parley.Gateway.Routing;
using Parley.Providers.Catalogue;
using Parley.Providers.Model;
using Parley.Providers.Routes;
using Route = Parley.Gateway.Routing.Route;

namespace Parley.Providers.Registry;

/// <summary>Builds the routes from the providers, the named routes and what is known of models. Pure.</summary>
internal static class RouteSnapshotBuilder
{
    /// <summary>
    /// One route per model name; its candidates are the providers that have it, in order of preference: what an operator
    /// added, then configuration, then environment, then the demo; among equals the oldest first. Named routes stand before models of the same name.
    /// </summary>
    /// <param name="providers">All that are registered.</param>
    /// <param name="named">The named routes in force; null for none.</param>
    /// <param name="knowledge">Facts, prices and the operator's settings of models; null for what Parley comes with.</param>
    public static RouteSnapshot Build(
        IEnumerable<ProviderDefinition> providers, IReadOnlyCollection<NamedRoute>? named = null, ModelKnowledge? knowledge = null)
    {
        knowledge ??= ModelKnowledge.Seed;
        ImmutableArray<(ProviderDefinition Provider, UpstreamConfig Upstream)> all =
        [
            .. providers.Where(p => p.Enabled).OrderBy(p => p.Origin).ThenBy(p => p.CreatedAt).ThenBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => (p, p.ToUpstream())),
        ];
        IReadOnlyCollection<Route> models = [.. knowledge.Apply(Models(all, knowledge))];
        var plain = Snapshot(all, models, knowledge);
        if (named is not { Count: > 0 }) return plain;

        var resolver = new RouteResolver(named, plain);
        var routes = models.ToDictionary(m => m.Model, StringComparer.Ordinal);
        foreach (var definition in named)
        {
            // The route has the name; the model keeps one for each of its providers.
            if (models.FirstOrDefault(m => m.Model == definition.Name) is { } model)
                foreach (var target in model.Candidates) Keep(routes, model, target);
            if (resolver.Resolve(definition.Name) is { } route) routes[definition.Name] = route;
            else routes.Remove(definition.Name);
        }

        return Snapshot(all, routes.Values, knowledge, resolver.Dead);
    }

    private static void Keep(Dictionary<string, Route> routes, Route model, UpstreamTarget target)
    {
        var id = ModelKnowledge.IdAt(target.Upstream.Name, model.Model);
        routes.TryAdd(id, model with { Model = id, Label = id, Candidates = [target] });
    }

    /// <summary>The models of a provider as callers name them.</summary>
    public static IEnumerable<ProviderModel> ModelsOf(ProviderDefinition provider) =>
        provider.AsksForModels ? provider.Discovered.Distinct(StringComparer.Ordinal).Select(m => new ProviderModel(m, m)) : provider.Models;

    private static IEnumerable<Route> Models(ImmutableArray<(ProviderDefinition Provider, UpstreamConfig Upstream)> all, ModelKnowledge knowledge)
    {
        var routes = new Dictionary<string, (List<UpstreamTarget> Candidates, DateTimeOffset Since)>(StringComparer.Ordinal);
        foreach (var (provider, upstream) in all)
        {
            foreach (var model in ModelsOf(provider))
            {
                if (!routes.TryGetValue(model.Id, out var route)) routes[model.Id] = route = ([], provider.CreatedAt);
                route.Candidates.Add(Target(upstream, model));
            }
        }

        foreach (var (id, route) in routes) PreferNamedProvider(id, route.Candidates, all, knowledge);
        return routes.Select(r => new Route(r.Key, [.. r.Value.Candidates]) { CreatedAt = r.Value.Since });
    }

    private static RouteSnapshot Snapshot(
        ImmutableArray<(ProviderDefinition Provider, UpstreamConfig Upstream)> all, IEnumerable<Route> routes,
        ModelKnowledge knowledge, IReadOnlyDictionary<string, string>? dead = null) =>
        new(all.Select(a => a.Upstream), routes, knowledge.Complete, knowledge.Aliases)
        {
            Unserved = dead ?? ImmutableDictionary<string, string>.Empty,
        };

    /// <summary>An aggregator lists <c>openai/gpt-x</c>; where a provider <c>openai</c> is registered here too, that name
    /// means it first, as <c>provider/model</c> does for any other model.</summary>
    private static void PreferNamedProvider(
        string id, List<UpstreamTarget> candidates, ImmutableArray<(ProviderDefinition Provider, UpstreamConfig Upstream)> all, ModelKnowledge knowledge)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == id.Length - 1) return;
        var tail = id[(slash + 1)..];
        // Taken out of use it is so by every name, and what it may be asked for counts by every name.
        if (knowledge.Disabled.Contains(tail)) return;
        var limits = knowledge.SettingsOf(tail).ToUpstream() is { } most ? new ModelLimits(tail, most) : null;
        foreach (var (provider, upstream) in all)
        {
            if (!provider.Name.Equals(id[..slash], StringComparison.OrdinalIgnoreCase) || candidates.Exists(c => c.Upstream.Name == provider.Name)) continue;
            var known = ModelsOf(provider).FirstOrDefault(m => m.Id == tail);
            if (known is not null) candidates.Insert(0, Target(upstream, known) with { ModelLimits = limits });
        }
    }

    private static UpstreamTarget Target(UpstreamConfig upstream, ProviderModel model) =>
        new(upstream, model.UpstreamName) { ContinuesTurns = model.ContinuesTurns };
}
