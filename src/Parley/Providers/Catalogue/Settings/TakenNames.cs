using System.Collections.Frozen;
using Parley.Providers.Registry;

namespace Parley.Providers.Catalogue.Settings;

/// <summary>Names that cannot be aliases.</summary>
internal static class TakenNames
{
    /// <summary>Says of a name what it is already, as the end of a sentence; null for one that leads nowhere. Looked up as a caller's
    /// would be, in the routes in force without aliases, and with disabled models.</summary>
    public static Func<string, string?> NamesInUse(this ProviderRegistry registry)
    {
        var routes = RouteSnapshotBuilder.Build(registry.Definitions, registry.NamedRoutes, registry.Knowledge.Undecided());
        var names = routes.Models.Select(m => m.Model).Concat(registry.NamedRoutes.Select(r => r.Name)).ToFrozenSet(StringComparer.Ordinal);
        return name =>
        {
            if (names.Contains(name)) return "is the name of a model or a route already";
            // A rule that no list names is `auto` with nothing to choose from: it gives way.
            if (routes.Find(name) is not { Rule: null } route) return null;
            return $"leads to provider {route.Candidates[0].Upstream.Name} already, which serves a model by that name";
        };
    }
}
