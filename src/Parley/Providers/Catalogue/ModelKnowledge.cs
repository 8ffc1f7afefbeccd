using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Parley.Gateway.Routing;
using Parley.Providers.Catalogue.Settings;
using Route = Parley.Gateway.Routing.Route;

namespace Parley.Providers.Catalogue;

/// <summary>The catalogue and the operator's settings at one moment: what routes and lists of models are built with. Immutable.</summary>
/// <param name="catalogue">What is known; made when somebody first asks.</param>
/// <param name="settings">What the operator decided.</param>
/// <param name="at">The moment whose prices count.</param>
internal sealed class ModelKnowledge(Lazy<ModelCatalogue> catalogue, IEnumerable<KnownSettings> settings, DateTimeOffset at)
{
    private static readonly Lazy<ModelKnowledge> JustSeed = new(() =>
    {
        var newest = SeedCatalogue.Lines.Select(l => l.AsOf).Where(day => day.Length == 10).Max(StringComparer.Ordinal)!;
        return new ModelKnowledge(new ModelCatalogue(SeedCatalogue.Lines, []), [], DateTimeOffset.Parse(newest, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    });

    public ModelKnowledge(ModelCatalogue catalogue, IEnumerable<KnownSettings> settings, DateTimeOffset at)
        : this(new Lazy<ModelCatalogue>(catalogue), settings, at)
    {
    }

    private readonly FrozenDictionary<string, KnownSettings> _settings = settings.ToFrozenDictionary(s => s.Id, StringComparer.Ordinal);

    /// <summary>What Parley comes with, on the day of its newest line.</summary>
    public static ModelKnowledge Seed => JustSeed.Value;

    public ModelCatalogue Catalogue => catalogue.Value;

    public DateTimeOffset At => at;

    /// <summary>When some price is another one; null when none is foreseen, or nobody asked for a price yet.</summary>
    public DateTimeOffset? NextPriceChange => catalogue.IsValueCreated ? Catalogue.NextPriceChange(at) : null;

    /// <summary>Further names of enabled models, each with the model's own; by model, each once.</summary>
    public IEnumerable<KeyValuePair<string, string>> Aliases =>
        _settings.Values.Where(s => s.Enabled).OrderBy(s => s.Id, StringComparer.Ordinal)
            .SelectMany(s => s.Aliases.Select(alias => KeyValuePair.Create(alias, s.Id))).DistinctBy(a => a.Key, StringComparer.Ordinal);

    /// <summary>Models that callers are not to see.</summary>
    public FrozenSet<string> Disabled { get; } = settings.Where(s => !s.Enabled).Select(s => s.Id).ToFrozenSet(StringComparer.Ordinal);

    public KnownSettings SettingsOf(string model) => _settings.GetValueOrDefault(model) ?? new KnownSettings(model);

    /// <summary>The same with every model enabled and without aliases: what an operator may decide about.</summary>
    public ModelKnowledge Undecided() => new(catalogue, _settings.Values.Select(s => s with { Enabled = true, Aliases = [] }), at);

    /// <summary>Nothing is known of the demo, and a server that has nothing else need not read the catalogue for it.</summary>
    public CatalogueMatch? Find(UpstreamTarget target) =>
        target.Upstream.Kind == "demo" ? null : Catalogue.Find(SellerOf.Provider(target.Upstream, Catalogue), target.UpstreamModel);

    /// <summary>Models about which an operator decided something.</summary>
    public IEnumerable<string> Decided => _settings.Values.Where(s => s.SaysAnything).Select(s => s.Id);

    /// <summary>Models as callers may use them: complete, and without those that are disabled, anywhere or at one provider.</summary>
    public IEnumerable<Route> Apply(IEnumerable<Route> models)
    {
        foreach (var model in models)
        {
            if (Disabled.Contains(model.Model)) continue;
            ImmutableArray<UpstreamTarget> targets = [.. model.Candidates.Where(c => !IsOffAt(c.Upstream.Name, model.Model)).Select(c => Complete(c, model.Model))];
            if (!targets.IsEmpty) yield return new Route(model.Model, targets) { CreatedAt = model.CreatedAt, Limits = SettingsOf(model.Model).ToUpstream() };
        }
    }

    /// <summary>The route of a model that no list names (<c>provider/model</c>, or a name that a vendor's prefix claims), complete; null when it is disabled.</summary>
    public Route? Complete(Route unlisted)
    {
        var target = unlisted.Candidates[0];
        var model = target.UpstreamModel;
        if (Disabled.Contains(model) || IsOffAt(target.Upstream.Name, model)) return null;
        var complete = unlisted with { Candidates = [Complete(target, model)] };
        if (!_settings.TryGetValue(model, out var decided)) return complete;
        // Whom an operator decided about is no made-up name.
        return complete with { Label = model, Limits = decided.ToUpstream() };
    }

    /// <summary>A target with what is known of its model, and what was decided about it: there first, then anywhere.</summary>
    /// <param name="target">Whose upstream and model are set.</param>
    /// <param name="model">The name that callers use.</param>
    public UpstreamTarget Complete(UpstreamTarget target, string model)
    {
        var settings = _settings.GetValueOrDefault(model);
        var there = _settings.Count == 0 ? null : _settings.GetValueOrDefault(IdAt(target.Upstream.Name, model));
        var match = Find(target);
        var price = match is { IsPriced: true } ? match.Entry.PriceAt(at) : null;
        if (price is not { Currency: "USD", Unit: null }) price = null;
        return target with
        {
            ContextWindow = there?.ContextWindow ?? settings?.ContextWindow ?? match?.Entry.Context,
            MaxOutputTokens = there?.MaxOutputTokens ?? settings?.MaxOutputTokens ?? match?.Entry.MaxOutput,
            ModelLimits = there?.ToUpstream() is { } most ? new ModelLimits(there.Id, most) { And = target.ModelLimits } : target.ModelLimits,
            InputPrice = price?.Input,
            OutputPrice = price?.Output,
            CacheReadPrice = price?.CacheRead,
            CacheWritePrice = price?.CacheWrite,
            Capabilities = match is null ? null : Capability.ToFlags(match.Entry.Capabilities),
            Kind = match is null ? null : Capability.ToKind(match.Entry.Mode),
        };
    }

    /// <summary>The id of a model at one provider.</summary>
    public static string IdAt(string provider, string model) => $"{provider}/{model}";

    private bool IsOffAt(string provider, string model) => Disabled.Count > 0 && Disabled.Contains(IdAt(provider, model));
}
