using Parley.Providers.Catalogue.Lines;

namespace Parley.Providers.Catalogue;

/// <summary>A provider that serves a model.</summary>
/// <param name="Name">The provider.</param>
/// <param name="UpstreamName">Its own name of the model.</param>
/// <param name="Match">What the catalogue knows of it there; null for nothing.</param>
/// <param name="At">The moment whose price counts.</param>
internal sealed record ServingProvider(string Name, string UpstreamName, CatalogueMatch? Match, DateTimeOffset At)
{
    /// <summary>What an ordinary request pays; null when unknown.</summary>
    public CatalogueLine? Price => Match is { IsPriced: true } ? Match.Entry.PriceAt(At) : null;
}
