using System.Collections.Immutable;
using Parley.Gateway.Routing;
using Parley.Providers.Catalogue;
using Parley.Providers.Model;
using Route = Parley.Gateway.Routing.Route;

namespace Parley.Providers.Registry;

/// <summary>Builds the routes from the providers. Pure.</summary>
internal static class RouteSnapshotBuilder
{
    /// <summary>
    /// One route per model name; its candidates are the providers that have it, in order of preference: what an operator
    /// added, then configuration, then environment, then the demo; among equals the oldest first.
    /// </summary>
    /// <param name="providers">All that are registered.</param>
    /// <param name="knowledge">Facts, prices and the operator's settings of models; null for what Parley comes with.</param>
    public static RouteSnapshot Build(IEnumerable<ProviderDefinition> providers, ModelKnowledge? knowledge = null)
    {
        knowledge ??= ModelKnowledge.Seed;
        ImmutableArray<(ProviderDefinition Provider, UpstreamConfig Upstream)> all =
        [
            .. providers.OrderBy(p => p.Origin).ThenBy(p => p.CreatedAt).ThenBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => (p, p.ToUpstream())),
        ];
        var routes = new Dictionary<string, (List<UpstreamTarget> Candidates, DateTimeOffset Since)>(StringComparer.Ordinal);
        foreach (var (provider, upstream) in all)
        {
            foreach (var model in ModelsOf(provider))
            {
                if (!routes.TryGetValue(model.Id, out var route)) routes[model.Id] = route = ([], provider.CreatedAt);
                route.Candidates.Add(Target(upstream, model));
            }
        }

        foreach (var (id, route) in routes) PreferNamedProvider(id, route.Candidates, all);
        return new RouteSnapshot(
            all.Select(a => a.Upstream),
            knowledge.Apply(routes.Select(r => new Route(r.Key, [.. r.Value.Candidates]) { CreatedAt = r.Value.Since })),
            target => knowledge.Complete(target, model: null)) { Withheld = knowledge.Disabled };
    }

    private static IEnumerable<ProviderModel> ModelsOf(ProviderDefinition provider) =>
        provider.AsksForModels ? provider.Discovered.Distinct(StringComparer.Ordinal).Select(m => new ProviderModel(m, m)) : provider.Models;

    /// <summary>An aggregator lists <c>openai/gpt-x</c>; where a provider <c>openai</c> is registered here too, that name
    /// means it first, as <c>provider/model</c> does for any other model.</summary>
    private static void PreferNamedProvider(
        string id, List<UpstreamTarget> candidates, ImmutableArray<(ProviderDefinition Provider, UpstreamConfig Upstream)> all)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == id.Length - 1) return;
        var tail = id[(slash + 1)..];
        foreach (var (provider, upstream) in all)
        {
            if (!provider.Name.Equals(id[..slash], StringComparison.OrdinalIgnoreCase) || candidates.Exists(c => c.Upstream.Name == provider.Name)) continue;
            var known = ModelsOf(provider).FirstOrDefault(m => m.Id == tail);
            if (known is not null) candidates.Insert(0, Target(upstream, known));
        }
    }

    private static UpstreamTarget Target(UpstreamConfig upstream, ProviderModel model) =>
        new(upstream, model.UpstreamName) { ContinuesTurns = model.ContinuesTurns };
}
