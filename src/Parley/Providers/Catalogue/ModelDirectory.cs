using System.Collections.Immutable;
using Parley.Gateway.Routing;
using Parley.Providers.Catalogue.Settings;
using Parley.Providers.Registry;

namespace Parley.Providers.Catalogue;

/// <summary>The models that this installation can call, or could if they were enabled, with what is known of them, by name. Immutable.</summary>
internal sealed class ModelDirectory
{
    private readonly Dictionary<string, ListedModel> _byId;

    private ModelDirectory(ImmutableArray<ListedModel> models, ModelKnowledge knowledge)
    {
        (Models, Knowledge) = (models, knowledge);
        _byId = models.ToDictionary(m => m.Id, StringComparer.Ordinal);
    }

    public ImmutableArray<ListedModel> Models { get; }

    public ModelKnowledge Knowledge { get; }

    /// <param name="definitions">All providers.</param>
    /// <param name="knowledge">The catalogue and the settings.</param>
    /// <param name="now">Whose prices and deprecations count.</param>
    public static ModelDirectory Build(IEnumerable<ProviderDefinition> definitions, ModelKnowledge knowledge, DateTimeOffset now)
    {
        // Disabled models are no routes: so it is looked at what there would be without any decision.
        var all = RouteSnapshotBuilder.Build(definitions, knowledge: knowledge.Undecided()).Models.Where(m => m.Rule is null);
        return new ModelDirectory([.. all.Select(m => Listed(m.Model, m.Candidates, knowledge, now))], knowledge);
    }

    public ListedModel? Find(string id) => _byId.GetValueOrDefault(id);

    private static ListedModel Listed(string id, ImmutableArray<UpstreamTarget> targets, ModelKnowledge knowledge, DateTimeOffset now)
    {
        ImmutableArray<ServingProvider> providers = [.. targets.Select(t => new ServingProvider(t.Upstream.Name, t.UpstreamModel, knowledge.Find(t), now))];
        var facts = providers.FirstOrDefault(p => p.Match is not null)?.Match!.Entry;
        var settings = knowledge.SettingsOf(id);
        return new ListedModel(id, settings, providers, facts) { IsDeprecated = facts?.IsOverAt(now) == true };
    }
}
