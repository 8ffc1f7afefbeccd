using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Parley.Providers.Catalogue.Lines;

namespace Parley.Providers.Catalogue.Import;

/// <summary>One model of LiteLLM's file. Its prices are of one token, as floating point numbers are written: read as
/// decimals from their digits, they are exact; what calculating with floats left in them (the eleventh place of a million
/// tokens) is rounded away. Zero there means "not known" as often as "free", and is read as the former.</summary>
internal sealed class LiteLlmEntry(JsonElement entry)
{
    private static readonly (string Member, string Word)[] Words =
    [
        ("supports_vision", "vision"), ("supports_pdf_input", "pdf"), ("supports_function_calling", "tools"), ("supports_reasoning", "reasoning"),
        ("supports_prompt_caching", "cache"), ("supports_response_schema", "structured_output"), ("supports_audio_input", "audio_in"),
        ("supports_audio_output", "audio_out"), ("supports_video_input", "video_in"),
    ];

    private static readonly (string[] Members, string Unit, decimal Times)[] Units =
    [
        (["output_cost_per_image", "input_cost_per_image"], "image", 1),
        (["input_cost_per_character", "output_cost_per_character"], "1M characters", 1_000_000),
        (["output_cost_per_second", "input_cost_per_second"], "second", 1),
    ];

    private readonly List<string> _problems = [];

    public string Problem => string.Join("; ", _problems);

    public void Wrong(string problem) => _problems.Add(problem);

    /// <summary>Null where it is no text.</summary>
    public string? Text(string name) => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A line for tokens, and one for each other unit; none when nothing is told.</summary>
    public IEnumerable<CatalogueLine> Lines(CatalogueLine about)
    {
        about = about with
        {
            Context = Tokens("max_input_tokens") ?? Tokens("max_tokens"),
            MaxOutput = Tokens("max_output_tokens") ?? (about.Mode == "chat" ? Tokens("max_tokens") : null),
            Capabilities = [.. Words.Where(w => entry.TryGetProperty(w.Member, out var yes) && yes.ValueKind == JsonValueKind.True).Select(w => w.Word)],
            DeprecationDate = Date("deprecation_date"),
        };
        var tokens = about with
        {
            Input = Price("input_cost_per_token", 1_000_000),
            Output = Price("output_cost_per_token", 1_000_000),
            CacheRead = Price("cache_read_input_token_cost", 1_000_000),
            CacheWrite = Price("cache_creation_input_token_cost", 1_000_000),
        };
        if (tokens.HasPrice || tokens.Context is not null || tokens.MaxOutput is not null || !tokens.Capabilities.IsEmpty || tokens.DeprecationDate is not null) yield return tokens;
        if (tokens.Input is not null || tokens.Output is not null) yield break; // the same price told in another unit
        foreach (var (members, unit, times) in Units)
            if (members.Select(m => Price(m, times)).FirstOrDefault(p => p is not null) is { } price) yield return about with { Unit = unit, UnitPrice = price };
    }

    private decimal? Price(string name, decimal times)
    {
        if (Number(name) is not { } one) return null;
        // Before multiplying, which may overflow.
        if (LineRules.PriceProblem(Math.Abs(one) > LineRules.DearestPrice ? one : one * times) is { } problem)
        {
            _problems.Add($"{name} {problem}");
            return null;
        }

        var price = Math.Round(one * times, 10);
        return price == 0 ? null : price;
    }

    private long? Tokens(string name)
    {
        if (Number(name) is not { } number || number == 0) return null;
        if (number == Math.Truncate(number) && number is >= 1 and <= LineRules.MostTokens) return (long)number;
        _problems.Add($"{name} must be a whole number between 1 and {LineRules.MostTokens}");
        return null;
    }

    private decimal? Number(string name)
    {
        if (!entry.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null) return null;
        var text = value.ValueKind switch { JsonValueKind.Number => value.GetRawText(), JsonValueKind.String => value.GetString(), _ => null };
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        _problems.Add($"{name} must be a number");
        return null;
    }

    private DateOnly? Date(string name)
    {
        if (Text(name) is not { Length: > 0 } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        _problems.Add($"{name} must be a date: 2026-10-24");
        return null;
    }
}
