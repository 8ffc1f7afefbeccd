using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Parley.Providers.Registry;

namespace Parley.Providers.Catalogue.Lines;

/// <summary>Reads the cells of one line; collects what is wrong with them. One is made for each line.</summary>
/// <param name="cell">The text of a column; null where there is none.</param>
/// <param name="known">The words that may be used; null for any: what is stored already is read as it is.</param>
internal sealed class LineRules(Func<string, string?> cell, LineVocabulary? known = null)
{
    /// <summary>Nobody asks more for a million tokens, or for one of anything.</summary>
    public const decimal DearestPrice = 1_000_000;

    public const long MostTokens = 1_000_000_000;

    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmZ", "yyyy-MM-ddTHH:mm:ssZ"];
    private static readonly SearchValues<char> WordCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");
    private static readonly SearchValues<char> AbilityCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_=.");
    private static readonly SearchValues<char> Capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private readonly List<string> _problems = [];

    public string Problem => string.Join("; ", _problems);

    /// <summary>Columns with words that are not known.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>Null when something is wrong.</summary>
    public CatalogueLine? Read()
    {
        var line = new CatalogueLine
        {
            Provider = Text("provider", 64, ProviderRules.IsName, "must be 1 to 64 of a-z 0-9 . _ -") ?? "",
            Model = Text("model", 256, required: true) ?? "",
            Mode = Text("mode", 20, text => Only(text, WordCharacters), "must be 1 to 20 of a-z 0-9 _") ?? "",
            Input = Price("input_per_mtok"),
            Output = Price("output_per_mtok"),
            CacheRead = Price("cache_read_per_mtok"),
            CacheWrite = Price("cache_write_per_mtok"),
            Context = Tokens("context"),
            MaxOutput = Tokens("max_output"),
            Capabilities = Capabilities(),
            Source = Text("source", 500, required: true) ?? "",
            AsOf = Text("as_of", 10, IsDay, "must be a date: 2026, 2026-10 or 2026-10-24") ?? "",
            Unit = Text("unit", 40),
            UnitPrice = Price("unit_price"),
            Currency = Value("currency") is null ? "USD" : Text("currency", 6, text => text.Length >= 3 && Only(text, Capitals), "must be a code such as USD") ?? "",
            Condition = Text("condition", 200),
            From = Time("effective_from"),
            To = Time("effective_to"),
            Confidence = Text("confidence", 1, text => text is "A" or "B" or "C" or "D", "must be A, B, C or D") ?? "",
            Notes = Text("notes", 1000),
            DeprecationDate = Date("deprecation_date"),
        };
        if (line.Model.Length > 0 && !ProviderRules.IsModelName(line.Model)) _problems.Add("model must be 1 to 256 printable characters without blanks at its ends");
        CheckWords(line);
        if (line.From >= line.To) _problems.Add("effective_to must be after effective_from");
        if (line.UnitPrice is not null && line.Unit is null) _problems.Add("unit is missing: what unit_price is paid for");
        return _problems.Count == 0 ? line : null;
    }

    /// <summary>Of those that could be words at all: what is wrong with the others was said.</summary>
    private void CheckWords(CatalogueLine line)
    {
        if (known is null) return;
        (string Column, string Word)[] words = [("provider", line.Provider), ("mode", line.Mode), .. line.Capabilities.Select(c => ("capabilities", c)), ("currency", line.Currency)];
        foreach (var (column, word) in words)
        {
            if (word.Length == 0 || word.Length > 64 || _problems.Any(p => p.StartsWith(column + " ", StringComparison.Ordinal) && !p.EndsWith("is not known", StringComparison.Ordinal))) continue;
            if (known.Problem(column, word) is not { } problem) continue;
            _problems.Add($"{column} {problem}");
            Unknown.Add(column);
        }
    }

    private string? Value(string name) => cell(name) is { Length: > 0 } text ? text : null;

    private string? Text(string name, int most, Func<string, bool>? pattern = null, string? rule = null, bool required = false)
    {
        var text = Value(name);
        if (text is null && (required || pattern is not null)) _problems.Add($"{name} is missing");
        else if (text?.Length > most) _problems.Add($"{name} {rule ?? $"must have at most {most} characters"}");
        else if (text is not null && pattern is not null && !pattern(text)) _problems.Add($"{name} {rule}");
        else if (text is not null && text.Any(char.IsControl)) _problems.Add($"{name} must have no control characters");
        return text;
    }

    private decimal? Price(string name)
    {
        if (Value(name) is not { } text) return null;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var price)) _problems.Add($"{name} must be a number such as 2.50");
        else if (PriceProblem(price) is { } problem) _problems.Add($"{name} {problem}");
        return price;
    }

    internal static string? PriceProblem(decimal price) =>
        price < 0 ? "must not be negative" : price > DearestPrice ? $"is absurd: more than {DearestPrice.ToString(CultureInfo.InvariantCulture)}" : null;

    private long? Tokens(string name)
    {
        if (Value(name) is not { } text) return null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var tokens)) _problems.Add($"{name} must be a whole number");
        else if (tokens is < 1 or > MostTokens) _problems.Add($"{name} must be between 1 and {MostTokens}");
        return tokens;
    }

    private ImmutableArray<string> Capabilities()
    {
        // A question mark is a source's "nobody knows".
        ImmutableArray<string> all = [.. (Value("capabilities") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(c => c != "?").Distinct(StringComparer.Ordinal)];
        if (all.Length > 40 || all.Any(c => c.Length > 40 || !Only(c, AbilityCharacters))) _problems.Add("capabilities must be words of a-z 0-9 _ = . with semicolons between them");
        return all;
    }

    private DateTimeOffset? Time(string name)
    {
        if (Value(name) is not { } text) return null;
        if (DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)) return time;
        _problems.Add($"{name} must be a date, or a date and time in UTC: 2026-10-24, 2026-10-24T04:00Z");
        return null;
    }

    private DateOnly? Date(string name)
    {
        if (Value(name) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        _problems.Add($"{name} must be a date: 2026-10-24");
        return null;
    }

    private static bool Only(string text, SearchValues<char> characters) => !text.AsSpan().ContainsAnyExcept(characters);

    private static bool IsDay(string text) =>
        text.Length is 4 or 7 or 10 && text.StartsWith("20", StringComparison.Ordinal)
        && DateOnly.TryParseExact(text + "0000-01-01"[text.Length..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
