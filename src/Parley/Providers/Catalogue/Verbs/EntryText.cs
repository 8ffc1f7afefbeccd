using System.Globalization;
using Parley.Providers.Catalogue.Lines;

namespace Parley.Providers.Catalogue.Verbs;

/// <summary>What the catalogue knows of a model, for people. Pure.</summary>
internal static class EntryText
{
    public static IEnumerable<string> Details(CatalogueEntry entry, DateTimeOffset now)
    {
        yield return $"{entry.Provider}/{entry.Model} ({entry.Mode})";
        yield return $"  context {Number(entry.Context) ?? "unknown"}, max output {Number(entry.MaxOutput) ?? "unknown"}, deprecation {entry.DeprecationDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "unknown"}";
        yield return $"  can {(entry.Capabilities.IsEmpty ? "unknown" : string.Join(", ", entry.Capabilities))}";
        foreach (var line in PriceLines(entry, now)) yield return $"  {line}";
        if (entry.PriceAt(now) is not null) yield return "  * is what an ordinary request pays now";
    }

    /// <summary>Every price with its source below it; a star before that of an ordinary request.</summary>
    public static IEnumerable<string> PriceLines(CatalogueEntry entry, DateTimeOffset now)
    {
        var price = entry.PriceAt(now);
        foreach (var line in entry.Lines)
        {
            yield return $"{(line == price ? "*" : " ")} {Prices(line)}{(line.Condition is { } condition ? $"; {condition}" : "")}{Time(line)}";
            yield return $"    {(line.IsImported ? "imported; " : "")}confidence {line.Confidence}, {line.AsOf}, {line.Source}{(line.Notes is { } notes ? $"; {notes}" : "")}";
        }
    }

    private static string Prices(CatalogueLine line)
    {
        (string Name, decimal? Price)[] all = [("input", line.Input), ("output", line.Output), ("cache read", line.CacheRead), ("cache write", line.CacheWrite), ($"a {line.Unit}", line.UnitPrice)];
        var known = string.Join(", ", all.Where(p => p.Price is not null).Select(p => $"{p.Name} {Number(p.Price)}"));
        return known.Length == 0 ? "price unknown" : $"{known} {line.Currency}";
    }

    private static string Time(CatalogueLine line) =>
        (line.From is { } from ? string.Create(CultureInfo.InvariantCulture, $"; from {from:yyyy-MM-dd HH:mm}") : "") + (line.To is { } to ? string.Create(CultureInfo.InvariantCulture, $"; until {to:yyyy-MM-dd HH:mm}") : "");

    public static string? Number(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture);
}
