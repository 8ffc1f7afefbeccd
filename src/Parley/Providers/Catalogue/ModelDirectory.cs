using System.Collections.Immutable;
using Parley.Gateway.Routing;
using Parley.Providers.Catalogue.Settings;
using Parley.Providers.Registry;

namespace Parley.Providers.Catalogue;

/// <summary>The models that this installation can call, or could if they were enabled, with what is known of them, by name: those that providers list,
/// and those that no list names and somebody decided about. Immutable.</summary>
internal sealed class ModelDirectory
{
    private readonly Dictionary<string, ListedModel> _byId;
    private readonly RouteSnapshot _routes;
    private readonly HashSet<string> _named, _aliases;
    private readonly DateTimeOffset _now;

    private ModelDirectory(RouteSnapshot routes, IEnumerable<string> named, ModelKnowledge knowledge, DateTimeOffset now)
    {
        (_routes, Knowledge, _now) = (routes, knowledge, now);
        _named = named.ToHashSet(StringComparer.Ordinal);
        _aliases = knowledge.Aliases.Select(a => a.Key).ToHashSet(StringComparer.Ordinal);
        _byId = routes.Models.Where(m => m.Rule is null).ToDictionary(m => m.Model, m => Listed(m.Model, m.Candidates), StringComparer.Ordinal);
        foreach (var id in knowledge.Decided) _byId.TryAdd(id, Unlisted(id) ?? Listed(id, []));
        Models = [.. _byId.Values.OrderBy(m => m.Id, StringComparer.Ordinal)];
    }

    public ImmutableArray<ListedModel> Models { get; }

    public ModelKnowledge Knowledge { get; }

    /// <param name="definitions">All providers.</param>
    /// <param name="knowledge">The catalogue and the settings.</param>
    /// <param name="now">Whose prices and deprecations count.</param>
    /// <param name="named">Names of routes: they go before models of the same name. Null for none.</param>
    public static ModelDirectory Build(IEnumerable<ProviderDefinition> definitions, ModelKnowledge knowledge, DateTimeOffset now, IEnumerable<string>? named = null) =>
        // Disabled models are no routes: so it is looked at what there would be without any decision.
        new(RouteSnapshotBuilder.Build(definitions, knowledge: knowledge.Undecided()), named ?? [], knowledge, now);

    /// <summary>The directory of what is in force.</summary>
    public static ModelDirectory Of(ProviderRegistry registry, DateTimeOffset now) =>
        Build(registry.Definitions, registry.Knowledge, now, registry.NamedRoutes.Select(r => r.Name));

    /// <summary>A model by any name that a request could give for it but an alias, which is another's name; also one that no list names, if a provider
    /// would take it or the catalogue knows it. Null for what nobody could serve.</summary>
    public ListedModel? Find(string id) => _byId.GetValueOrDefault(id) ?? (_aliases.Contains(id) ? null : Unlisted(id));

    private ListedModel? Unlisted(string id)
    {
        if (_routes.Find(id) is { Rule: null } route) return Listed(Canonical(id, route.Candidates[0].Upstream.Name), route.Candidates);
        return IsKnown(id) ? Listed(id, []) : null;
    }

    /// <summary>A provider's name is found however it is written, and stands in an id as it was registered.</summary>
    private static string Canonical(string id, string provider) =>
        id.Length > provider.Length && id[provider.Length] == '/' && id.StartsWith(provider, StringComparison.OrdinalIgnoreCase) ? ModelKnowledge.IdAt(provider, id[(provider.Length + 1)..]) : id;

    /// <summary>The catalogue has it by this very name, alone or behind its seller's.</summary>
    private bool IsKnown(string id)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        var model = slash > 0 && Knowledge.Catalogue.HasProvider(id[..slash]) ? id[(slash + 1)..] : id;
        // Nobody's own prefix makes another name of it.
        var names = ModelSpelling.Of(model).Where(m => m.Contains('/', StringComparison.Ordinal) == model.Contains('/', StringComparison.Ordinal)).ToList();
        return Knowledge.Catalogue.Find(seller: null, id) is { } match
            && ModelSpelling.Listed(match.Entry.Model).Any(name => names.Any(m => m == name || m == ModelSpelling.Tail(name)));
    }

    private ListedModel Listed(string id, ImmutableArray<UpstreamTarget> targets)
    {
        ImmutableArray<ServingProvider> providers = [.. targets.Select(t => new ServingProvider(t.Upstream.Name, t.UpstreamModel, Knowledge.Find(t), _now))];
        var facts = targets.IsEmpty ? Knowledge.Catalogue.Find(seller: null, id)?.Entry : providers.FirstOrDefault(p => p.Match is not null)?.Match!.Entry;
        return new ListedModel(id, Knowledge.SettingsOf(id), providers, facts)
        {
            IsDeprecated = facts?.IsOverAt(_now) == true, ReachedAs = _named.Contains(id) ? [.. providers.Select(p => ModelKnowledge.IdAt(p.Name, id))] : [],
        };
    }
}
