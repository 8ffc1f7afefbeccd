namespace Parley.Providers.Catalogue;

/// <summary>What the catalogue has for a model of a provider.</summary>
/// <param name="Entry">Its facts.</param>
/// <param name="IsPriced">The entry's prices are what this provider asks, as far as one can tell; otherwise only its facts count.</param>
internal sealed record CatalogueMatch(CatalogueEntry Entry, bool IsPriced);
