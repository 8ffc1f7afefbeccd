using System.Collections.Frozen;
using Parley.Providers.Registry;

namespace Parley.Providers.Catalogue.Settings;

/// <summary>Names that cannot be aliases.</summary>
internal static class TakenNames
{
    /// <summary>Whether a name is that of a model or a named route: by the routes in force without their aliases, and disabled models.</summary>
    public static Func<string, bool> IsNameOfAnother(this ProviderRegistry registry, string id)
    {
        var knowledge = registry.Knowledge;
        var aliases = knowledge.Aliases.Select(a => a.Key).ToFrozenSet(StringComparer.Ordinal);
        var models = RouteSnapshotBuilder.Build(registry.Definitions, knowledge: knowledge.Undecided()).Models.Select(m => m.Model).ToFrozenSet(StringComparer.Ordinal);
        var routes = registry.Current.Models.Select(m => m.Model).Where(name => !aliases.Contains(name)).Concat(registry.NamedRoutes.Select(r => r.Name)).ToFrozenSet(StringComparer.Ordinal);
        return name => name != id && (models.Contains(name) || routes.Contains(name));
    }
}
