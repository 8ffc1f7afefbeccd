using System.Collections.Frozen;
using System.Collections.Immutable;
using Parley.Providers.Catalogue.Lines;

namespace Parley.Providers.Catalogue;

/// <summary>What is known of models, wherever they run: the lines that Parley comes with, under those that an operator
/// imported. Immutable; read by many at once.</summary>
internal sealed class ModelCatalogue
{
    private readonly Dictionary<string, ImmutableArray<CatalogueEntry>> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly FrozenSet<string> _providers;

    public ModelCatalogue(IEnumerable<CatalogueLine> seed, IEnumerable<CatalogueLine> imported)
    {
        var lines = seed.ToDictionary(l => l.Key, StringComparer.Ordinal);
        foreach (var line in imported) lines[line.Key] = line with { IsImported = true };
        Entries = [.. lines.Values.GroupBy(l => (l.Provider, l.Model.ToLowerInvariant())).Select(g => new CatalogueEntry(g))
            .OrderBy(e => e.Provider, StringComparer.Ordinal).ThenBy(e => e.Model, StringComparer.Ordinal)];
        _providers = Entries.Select(e => e.Provider).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Capabilities = Entries.SelectMany(e => e.Capabilities).Where(c => !c.Contains('=', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        // Whole names go before ends of names.
        foreach (var entry in Entries) Index(ModelSpelling.Listed(entry.Model), entry);
        foreach (var entry in Entries) Index(ModelSpelling.Listed(entry.Model).Select(ModelSpelling.Tail), entry);
    }

    /// <summary>By seller and name.</summary>
    public ImmutableArray<CatalogueEntry> Entries { get; }

    /// <summary>All that some model is said to be capable of.</summary>
    public ImmutableArray<string> Capabilities { get; }

    /// <summary>The sellers, by name.</summary>
    public IEnumerable<string> Sellers => _providers.Order(StringComparer.Ordinal);

    public bool HasProvider(string name) => _providers.Contains(name);

    /// <summary>
    /// Finds a model by the upstream's name of it. A seller's own entry comes first. Where the seller is not known, what
    /// the name says counts: <c>openai/x</c>, or a beginning that is the maker's (<c>claude-</c>), whose list price then is
    /// taken; but a model of open weights costs something else everywhere. Of whoever else has the model only the facts are used.
    /// </summary>
    /// <param name="seller">The catalogue's name of the provider; null when it is none of the catalogue's.</param>
    /// <param name="model">The upstream's name of the model.</param>
    public CatalogueMatch? Find(string? seller, string model)
    {
        var sells = seller ?? Prefix(model) ?? SellerOf.Name(ModelSpelling.Tail(model));
        CatalogueEntry? other = null;
        foreach (var name in ModelSpelling.Of(model))
        {
            if (!_byName.TryGetValue(name, out var entries)) continue;
            foreach (var entry in entries)
            {
                if (entry.Provider.Equals(sells, StringComparison.OrdinalIgnoreCase))
                    return new CatalogueMatch(entry, IsPriced: seller is not null || !entry.Capabilities.Contains("open_weights"));
            }

            other ??= entries[0];
        }

        return other is null ? null : new CatalogueMatch(other, IsPriced: false);
    }

    /// <summary>The first moment after which some price is another one; null when none is foreseen.</summary>
    public DateTimeOffset? NextPriceChange(DateTimeOffset after)
    {
        DateTimeOffset? next = null;
        foreach (var line in Entries.SelectMany(e => e.Lines))
        {
            if (line.From > after && !(next <= line.From)) next = line.From;
            if (line.To > after && !(next <= line.To)) next = line.To;
        }

        return next;
    }

    /// <summary>Resellers write <c>vendor/model</c>.</summary>
    private string? Prefix(string model)
    {
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && HasProvider(model[..slash]) ? model[..slash] : null;
    }

    private void Index(IEnumerable<string> names, CatalogueEntry entry)
    {
        foreach (var name in names)
        {
            var entries = _byName.GetValueOrDefault(name, []);
            if (!entries.Contains(entry)) _byName[name] = entries.Add(entry);
        }
    }
}
