using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Lines;

/// <summary>The catalogue's own file layout: a header and a line for each price. Columns may stand in any order; those of
/// no interest may be missing.</summary>
internal static class CatalogueCsv
{
    public static ImmutableArray<string> Columns { get; } =
    [
        "provider", "model", "mode", "input_per_mtok", "output_per_mtok", "cache_read_per_mtok", "cache_write_per_mtok", "context", "max_output",
        "capabilities", "source", "as_of", "unit", "unit_price", "currency", "condition", "effective_from", "effective_to", "confidence", "notes", "deprecation_date",
    ];

    private static readonly string[] Required = ["provider", "model", "mode", "source", "as_of", "confidence"];

    /// <summary>Throws a <see cref="UserError"/> when it is no such file at all; lines that cannot be used are among the result.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="known">The words that its lines may use; null for any.</param>
    public static LinesRead Read(TextReader reader, LineVocabulary? known = null)
    {
        var header = Header(reader.ReadLine());
        List<NumberedLine> lines = [];
        List<RefusedLine> refused = [];
        List<string> unknown = [];
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        for (var number = 2; reader.ReadLine() is { } text; number++)
        {
            if (text.Length == 0) continue;
            if (Line(text, header, out var problem, known: known, unknown: unknown) is not { } line) refused.Add(new RefusedLine(number, problem));
            else if (!seen.TryAdd(line.Key, number)) refused.Add(new RefusedLine(number, $"is for the same model, unit, condition and time as line {seen[line.Key]}"));
            else lines.Add(new NumberedLine(number, line));
        }

        return new LinesRead(lines, refused, []) { KnownWords = [.. unknown.Distinct().Select(column => known!.Known(column))] };
    }

    /// <summary>One line in the order of <see cref="Columns"/>, as <see cref="Write"/> made it.</summary>
    public static CatalogueLine Parse(string text) =>
        Line(text, InOrder, out var problem, exact: false) ?? throw new FormatException($"A line of the catalogue cannot be read: {problem}");

    public static string Write(CatalogueLine line) => CsvCells.Join(
    [
        line.Provider, line.Model, line.Mode, Number(line.Input), Number(line.Output), Number(line.CacheRead), Number(line.CacheWrite),
        line.Context?.ToString(CultureInfo.InvariantCulture), line.MaxOutput?.ToString(CultureInfo.InvariantCulture),
        string.Join(';', line.Capabilities), line.Source, line.AsOf, line.Unit, Number(line.UnitPrice), line.Currency, line.Condition,
        Time(line.From), Time(line.To), line.Confidence, line.Notes, line.DeprecationDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    ]);

    private static readonly FrozenDictionary<string, int> InOrder = Columns.Index().ToFrozenDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);

    private static FrozenDictionary<string, int> Header(string? text)
    {
        var names = CsvCells.Split(text?.TrimStart('\uFEFF') ?? "")?.Select(name => name.Trim()).ToList() ?? [];
        if (Required.Where(name => !names.Contains(name)).ToList() is { Count: > 0 } missing)
            throw new UserError($"This is not a catalogue: its first line must name the columns, and {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} missing. Nothing was changed.");
        if (names.Where(name => !Columns.Contains(name)).ToList() is { Count: > 0 } unknown)
            throw new UserError($"The catalogue has no column {string.Join(", ", unknown.Select(Shorten))}; it has {string.Join(", ", Columns)}. Nothing was changed.");
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count) throw new UserError("The first line names a column twice. Nothing was changed.");
        return names.Index().ToFrozenDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
    }

    private static CatalogueLine? Line(string text, FrozenDictionary<string, int> columns, out string problem, bool exact = true, LineVocabulary? known = null, List<string>? unknown = null)
    {
        var cells = CsvCells.Split(text);
        problem = cells is null ? "is not CSV: a quote is not closed, or stands within a cell"
            : exact && cells.Count != columns.Count ? $"has {cells.Count} cells instead of {columns.Count}" : "";
        if (problem.Length > 0) return null;
        // A line that an older version kept may lack the newest columns.
        var rules = new LineRules(name => columns.TryGetValue(name, out var i) && i < cells!.Count ? cells[i].Trim() : null, known);
        var line = rules.Read();
        unknown?.AddRange(rules.Unknown);
        problem = rules.Problem;
        return line;
    }

    // Without the zeros that calculating leaves behind.
    private static string? Number(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) =>
        time?.ToString(time.Value.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
