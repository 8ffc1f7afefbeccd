using System.Text;

namespace Parley.Chat.Search;

/// <summary>What is looked for: each of these must be contained, in whatever script, upper or lower case. Words stand apart; quotation marks keep words together.</summary>
internal sealed record SearchTerms(IReadOnlyList<string> All)
{
    public const int MaxLength = 200, MaxTerms = 8;

    /// <summary>Indexes of triples of characters find nothing shorter.</summary>
    public const int Indexed = 3;

    public IEnumerable<string> Long => All.Where(term => Characters(term) >= Indexed);

    public IEnumerable<string> Short => All.Where(term => Characters(term) < Indexed);

    /// <summary>Null, with the reason, when nothing can be looked for.</summary>
    public static (SearchTerms? Terms, string? Problem) Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return (null, "is missing: say what to look for");
        if (text.Length > MaxLength) return (null, $"must have at most {MaxLength} characters");
        if (text.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c))) return (null, "must not contain control characters");
        var terms = Split(text).Where(term => term.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (terms.Count == 0) return (null, "is missing: say what to look for");
        return terms.Count > MaxTerms ? (null, $"must have at most {MaxTerms} words; put quotation marks around a phrase") : (new SearchTerms(terms), null);
    }

    /// <summary>For <c>LIKE</c> with the escape character <c>\</c>.</summary>
    public static string Pattern(string term) =>
        "%" + term.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";

    /// <summary>The ways in which a term of one or two characters may be written; SQLite compares letters as they are.</summary>
    public static IEnumerable<string> Cases(string term)
    {
        var (lower, upper) = (term.ToLowerInvariant(), term.ToUpperInvariant());
        var first = char.IsHighSurrogate(term[0]) ? 2 : 1;
        return new[] { lower, upper, upper[..first] + lower[first..], lower[..first] + upper[first..] }.Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Split(string text)
    {
        var term = new StringBuilder();
        var isQuoted = false;
        foreach (var c in text)
        {
            if (c is '"' or '“' or '”' or '„')
            {
                isQuoted = !isQuoted;
                yield return Take(term);
            }
            else if (!isQuoted && char.IsWhiteSpace(c)) yield return Take(term);
            else term.Append(c);
        }

        yield return Take(term);
    }

    private static string Take(StringBuilder term)
    {
        var taken = term.ToString().Trim();
        term.Clear();
        return taken;
    }

    private static int Characters(string term) => term.EnumerateRunes().Count();
}
