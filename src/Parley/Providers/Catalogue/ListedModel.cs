using System.Collections.Immutable;
using Parley.Providers.Catalogue.Lines;
using Parley.Providers.Catalogue.Settings;

namespace Parley.Providers.Catalogue;

/// <summary>A model of this installation.</summary>
/// <param name="Id">The name that callers use.</param>
/// <param name="Settings">What the operator decided.</param>
/// <param name="Providers">Who serves it, in order of preference.</param>
/// <param name="Facts">What the catalogue knows of it; null for nothing.</param>
internal sealed record ListedModel(string Id, KnownSettings Settings, ImmutableArray<ServingProvider> Providers, CatalogueEntry? Facts)
{
    /// <summary>Its maker took it out of service, by the catalogue.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>Where a named route has the model's name: how callers reach the model instead. Otherwise empty.</summary>
    public ImmutableArray<string> ReachedAs { get; init; } = [];

    public long? ContextWindow => Settings.ContextWindow ?? Facts?.Context;

    public long? MaxOutputTokens => Settings.MaxOutputTokens ?? Facts?.MaxOutput;

    public ImmutableArray<string> Capabilities => Facts?.Capabilities ?? [];

    /// <summary>The price at the first provider whose price is known.</summary>
    public CatalogueLine? Price => Providers.Select(p => p.Price).FirstOrDefault(p => p is not null);

    public string State => !Settings.Enabled ? "disabled" : Providers.IsEmpty ? "unserved" : IsDeprecated ? "deprecated" : "available";
}
