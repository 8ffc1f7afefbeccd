using System.Collections.Frozen;

namespace Parley.Providers.Catalogue.Lines;

/// <summary>The words that lines of a file may use: one that is misspelled would be kept, and never found. Pure.</summary>
internal sealed class LineVocabulary
{
    /// <summary>What other lists name and our own has no line of.</summary>
    private static readonly string[] MoreModes = ["moderation", "rerank"];

    private readonly FrozenDictionary<string, FrozenSet<string>> _words;

    private LineVocabulary(Dictionary<string, FrozenSet<string>> words) => _words = words.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="ours">The lines that Parley comes with: their modes, capabilities and currencies.</param>
    /// <param name="sellers">The catalogue's, and the providers that are registered here.</param>
    public static LineVocabulary Of(IReadOnlyCollection<CatalogueLine> ours, IEnumerable<string> sellers) => new(new Dictionary<string, FrozenSet<string>>
    {
        ["provider"] = Set(sellers),
        ["mode"] = Set(ours.Select(line => line.Mode).Concat(MoreModes)),
        ["capabilities"] = Set(ours.SelectMany(line => line.Capabilities).Select(Ability)),
        ["currency"] = Set(ours.Select(line => line.Currency).Concat(Currencies.Codes)),
    });

    /// <summary>What is wrong with a word of a column, as the end of a sentence; null for a known one.</summary>
    public string? Problem(string column, string word) =>
        _words[column].Contains(column == "capabilities" ? Ability(word) : word) ? null : $"\"{word}\" is not known";

    /// <summary>The known words of a column, told once for all lines.</summary>
    public string Known(string column) => column switch
    {
        "currency" => "currency is a code of ISO 4217, such as USD, EUR, GBP, CNY or JPY, or CREDIT.",
        "provider" => $"provider is one of {Words(column)}: a seller of the catalogue, or a provider as \"providers list\" shows it.",
        _ => $"{column} {(column == "mode" ? "is one" : "are some")} of {Words(column)}.",
    };

    private string Words(string column) => string.Join(", ", _words[column].Order(StringComparer.Ordinal));

    /// <summary>Some say how much: <c>dims=1536</c>.</summary>
    private static string Ability(string word) => word.Split('=')[0];

    private static FrozenSet<string> Set(IEnumerable<string> words) => words.ToFrozenSet(StringComparer.Ordinal);
}
