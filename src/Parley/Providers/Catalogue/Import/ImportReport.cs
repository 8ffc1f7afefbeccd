using System.Globalization;
using Parley.Providers.Catalogue.Lines;

namespace Parley.Providers.Catalogue.Import;

/// <summary>An import as people read it before they say yes: a line for each change, then the numbers.</summary>
internal static class ImportReport
{
    private const int MostPassedOver = 5;

    public static IEnumerable<string> Lines(ImportPlan plan, LinesRead file)
    {
        foreach (var change in plan.Changes.Where(c => c.Before is null)) yield return $"+ {Name(change.After)}: {Facts(change.After)}";
        foreach (var change in plan.Changes.Where(c => c.Before is not null)) yield return $"~ {Name(change.After)}: {Differences(change.Before!, change.After)}";
        foreach (var refused in file.Refused) yield return $"! line {refused.Number}: {refused.Reason}";
        foreach (var words in file.KnownWords) yield return $"! {words}";
        foreach (var passed in file.PassedOver.Take(MostPassedOver)) yield return $"- line {passed.Number}: {passed.Reason}";
        if (file.PassedOver.Count > MostPassedOver) yield return $"- and {file.PassedOver.Count - MostPassedOver} more that are passed over";
        yield return Numbers(plan, file);
    }

    public static string Numbers(ImportPlan plan, LinesRead file)
    {
        var added = plan.Changes.Count(c => c.Before is null);
        var numbers = $"{added} added, {plan.Changes.Count - added} changed, {plan.Unchanged} unchanged, {file.Refused.Count} refused";
        return file.PassedOver.Count == 0 ? numbers + "." : $"{numbers}, {file.PassedOver.Count} passed over.";
    }

    private static string Name(CatalogueLine line)
    {
        var name = $"{line.Provider} {line.Model}";
        if (line.Unit is not null) name += $", a {line.Unit}";
        if (line.Condition is not null) name += $", {line.Condition}";
        if (Day(line.From) is { } from) name += $", from {from}";
        return name;
    }

    private static string Facts(CatalogueLine line) =>
        string.Join(", ", Values(line).Where(v => v.Value is not null).Select(v => $"{v.Name} {v.Value}"));

    private static string Differences(CatalogueLine before, CatalogueLine after) =>
        string.Join(", ", Values(before).Zip(Values(after)).Where(v => v.First.Value != v.Second.Value)
            .Select(v => $"{v.First.Name} {v.First.Value ?? "unknown"} -> {v.Second.Value ?? "unknown"}"));

    private static IEnumerable<(string Name, string? Value)> Values(CatalogueLine line) =>
    [
        ("input", Number(line.Input)), ("output", Number(line.Output)), ("cache read", Number(line.CacheRead)), ("cache write", Number(line.CacheWrite)),
        ("price", Number(line.UnitPrice)), ("currency", line.Currency), ("context", Number(line.Context)), ("max output", Number(line.MaxOutput)), ("mode", line.Mode),
        ("capabilities", line.Capabilities.IsEmpty ? null : string.Join(';', line.Capabilities)),
        ("deprecation", line.DeprecationDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("to", Day(line.To)), ("confidence", line.Confidence),
    ];

    private static string? Number(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string? Day(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
