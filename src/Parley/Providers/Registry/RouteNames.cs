using System.Collections.Immutable;
using Parley.Gateway.Routing;
using Parley.Providers.Model;
using Parley.Providers.Routes;

namespace Parley.Providers.Registry;

/// <summary>
/// Where a model and a named route have one name, callers get the route by it, and the model as <c>provider/model</c>. An operator is refused who would
/// bring that about; a list of models, or the configuration, may. Pure.
/// </summary>
internal static class RouteNames
{
    /// <param name="models">What a provider is to be registered with.</param>
    /// <param name="before">What it was registered with: what it has already is no mistake now.</param>
    /// <param name="routes">The named routes in force.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public static void Check(ImmutableArray<ProviderModel> models, ImmutableArray<ProviderModel> before, IReadOnlyCollection<NamedRoute> routes, FieldErrors errors)
    {
        foreach (var (i, model) in models.Index())
        {
            if ((model.Id == RouteSnapshot.Auto || routes.Any(r => r.Name == model.Id)) && !before.Any(m => m.Id == model.Id))
                errors.Add($"models[{i}].id", $"is the name of the route {model.Id} already, which callers would get instead of the model; choose another id (its upstreamName may stay), or rename the route");
        }
    }

    /// <summary>Models whose name a route or an alias has, too.</summary>
    public static ImmutableArray<ShadowedName> Shadowed(IEnumerable<ProviderDefinition> providers, IReadOnlyCollection<NamedRoute> routes, IEnumerable<KeyValuePair<string, string>> aliases)
    {
        var names = routes.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var further = aliases.ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);
        if (names.Count == 0 && further.Count == 0) return [];
        return
        [
            .. from provider in providers
               where provider.Enabled
               from model in RouteSnapshotBuilder.ModelsOf(provider)
               let isRoute = names.Contains(model.Id)
               where isRoute || further.ContainsKey(model.Id)
               select new ShadowedName(provider.Name, model.Id, isRoute ? null : further[model.Id]),
        ];
    }
}
