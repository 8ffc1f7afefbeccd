using System.Globalization;
using Parley.Providers.Catalogue.Lines;

namespace Parley.Providers.Catalogue.Import;

/// <summary>What an import would change. Pure: it decides, the store does.</summary>
/// <param name="Changes">Lines that are new or say something else.</param>
/// <param name="Unchanged">How many say what is known already.</param>
internal sealed record ImportPlan(IReadOnlyList<PlannedChange> Changes, int Unchanged)
{
    /// <param name="catalogue">What is known.</param>
    /// <param name="file">What the file says.</param>
    /// <param name="asOf">From when on a price of a file without dates holds, where there was another.</param>
    public static ImportPlan Make(ModelCatalogue catalogue, LinesRead file, DateOnly asOf)
    {
        var byKey = catalogue.Entries.SelectMany(e => e.Lines).ToDictionary(l => l.Key, StringComparer.Ordinal);
        var byModel = catalogue.Entries.ToDictionary(e => ModelKey(e.Provider, e.Model), StringComparer.Ordinal);
        List<PlannedChange> changes = [];
        var unchanged = 0;
        foreach (var (_, line) in file.Lines)
        {
            var (before, after) = file.LeavesOut
                ? Fill(byModel.GetValueOrDefault(ModelKey(line.Provider, line.Model)), line, new DateTimeOffset(asOf, TimeOnly.MinValue, TimeSpan.Zero))
                : (byKey.GetValueOrDefault(line.Key), line);
            if (before is not null && after.Says(before)) unchanged++;
            else changes.Add(new PlannedChange(before, after));
        }

        return new ImportPlan(changes, unchanged);
    }

    /// <summary>
    /// What is known stays where the line leaves it out. Another price does not take the place of the old one: it holds from
    /// that day on, so that what was paid before can still be told. What is only filled in stays where it is.
    /// </summary>
    private static (CatalogueLine? Before, CatalogueLine After) Fill(CatalogueEntry? entry, CatalogueLine line, DateTimeOffset day)
    {
        var known = line.Unit is null && entry?.PriceAt(day) is { Unit: null } price ? price : entry?.Lines.FirstOrDefault(l => l.Unit == line.Unit && PriceCondition.Rank(l.Condition) is not null);
        if (known is null) return (null, line);
        var after = known with
        {
            Input = line.Input ?? known.Input,
            Output = line.Output ?? known.Output,
            CacheRead = line.CacheRead ?? known.CacheRead,
            CacheWrite = line.CacheWrite ?? known.CacheWrite,
            UnitPrice = line.UnitPrice ?? known.UnitPrice,
            // Others count the prompt alone, or a smaller answer: what is known better is not overwritten.
            Context = known.Context ?? (entry!.Context is null ? line.Context : null),
            MaxOutput = known.MaxOutput ?? (entry!.MaxOutput is null ? line.MaxOutput : null),
            Capabilities = line.Capabilities.All(entry!.Capabilities.Contains) ? known.Capabilities : [.. entry.Capabilities.Union(line.Capabilities, StringComparer.Ordinal)],
            DeprecationDate = line.DeprecationDate == entry.DeprecationDate ? known.DeprecationDate : line.DeprecationDate ?? known.DeprecationDate,
        };
        if (after.SamePrice(known))
            return (known, after.SameFacts(known) ? after : after with { Source = Also(known.Source, line.Source) });
        return (known, after with
        {
            From = known.HasPrice ? day : known.From, Source = line.Source, AsOf = line.AsOf, Confidence = line.Confidence, Notes = null,
        });
    }

    private static string Also(string source, string other) =>
        source.Contains(other, StringComparison.Ordinal) || source.Length + other.Length + 2 > 500 ? source : string.Create(CultureInfo.InvariantCulture, $"{source}; {other}");

    private static string ModelKey(string provider, string model) => provider + "\t" + model.ToLowerInvariant();
}
