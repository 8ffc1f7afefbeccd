using System.Collections.Immutable;
using Parley.Providers.Catalogue.Lines;
using Parley.Providers.Catalogue.Settings;

namespace Parley.Providers.Catalogue;

/// <summary>All that is known of one model at one seller. Facts are those of the best line that tells them.</summary>
internal sealed class CatalogueEntry
{
    public CatalogueEntry(IEnumerable<CatalogueLine> lines)
    {
        Lines = [.. lines.OrderByDescending(l => l.IsImported).ThenByDescending(l => l.From ?? DateTimeOffset.MinValue).ThenByDescending(l => l.AsOf, StringComparer.Ordinal)];
        (Provider, Model, Mode) = (Lines[0].Provider, Lines[0].Model, Lines[0].Mode);
        Context = Lines.FirstOrDefault(l => l.Context is not null)?.Context;
        MaxOutput = Lines.FirstOrDefault(l => l.MaxOutput is not null)?.MaxOutput;
        Capabilities = Lines.FirstOrDefault(l => !l.Capabilities.IsEmpty)?.Capabilities ?? [];
        DeprecationDate = Lines.FirstOrDefault(l => l.DeprecationDate is not null)?.DeprecationDate;
    }

    /// <summary>An operator's first, then the newest.</summary>
    public ImmutableArray<CatalogueLine> Lines { get; }

    public string Provider { get; }

    public string Model { get; }

    public string Mode { get; }

    public long? Context { get; }

    public long? MaxOutput { get; }

    public ImmutableArray<string> Capabilities { get; }

    public DateOnly? DeprecationDate { get; }

    /// <summary>
    /// The price that an ordinary request pays at that time; null when none is known. An operator's line counts before
    /// those that Parley came with, tokens before other units, the most ordinary condition first (see
    /// <see cref="PriceCondition"/>), then the newest, the surest, the latest seen.
    /// </summary>
    public CatalogueLine? PriceAt(DateTimeOffset time)
    {
        CatalogueLine? best = null;
        foreach (var line in Lines)
        {
            if (!line.HasPrice || !line.HoldsAt(time) || PriceCondition.Rank(line.Condition) is null) continue;
            if (best is null || Order.Compare(line, best) < 0) best = line;
        }

        return best;
    }

    /// <summary>Its maker took it out of service.</summary>
    public bool IsOverAt(DateTimeOffset time) => DeprecationDate is { } date && date <= DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary>As if the seller were a provider here and nobody had decided anything: what filters of models look at.</summary>
    public ListedModel AsListed(DateTimeOffset time) =>
        new(Model, new KnownSettings(Model), [new ServingProvider(Provider, Model, new CatalogueMatch(this, IsPriced: true), time)], this) { IsDeprecated = IsOverAt(time) };

    private static readonly Comparer<CatalogueLine> Order = Comparer<CatalogueLine>.Create((a, b) =>
        b.IsImported.CompareTo(a.IsImported) is not 0 and var imported ? imported
        : (a.Unit is not null).CompareTo(b.Unit is not null) is not 0 and var unit ? unit
        : PriceCondition.Rank(a.Condition)!.Value.CompareTo(PriceCondition.Rank(b.Condition)!.Value) is not 0 and var rank ? rank
        : (b.From ?? DateTimeOffset.MinValue).CompareTo(a.From ?? DateTimeOffset.MinValue) is not 0 and var since ? since
        : string.CompareOrdinal(a.Confidence, b.Confidence) is not 0 and var sure ? sure
        : string.CompareOrdinal(b.AsOf, a.AsOf));
}
