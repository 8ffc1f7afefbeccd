using System.Text;
using Parley.Chat.Markdown;

namespace Parley.Chat.Search;

/// <summary>A piece of a text around what was found, in one line, with the places that match.</summary>
internal sealed record Snippet(string Text, IReadOnlyList<Mark> Marks)
{
    private const int Before = 48, Length = 180, MostRead = 16_000;

    /// <summary>A piece of what Markdown reads like; of how it is written only where what was found is not read, as in an address.</summary>
    public static Snippet OfMarkdown(string text, SearchTerms terms)
    {
        var words = MarkdownWords.Read(Around(text, First(text, terms) ?? 0));
        return Of(First(words, terms) is null ? text : words, terms);
    }

    public static Snippet Of(string text, SearchTerms terms)
    {
        var first = First(text, terms) ?? 0;
        var start = Backwards(text, Math.Max(0, first - Before), first);
        var end = Math.Min(text.Length, start + Length);
        if (end < text.Length && char.IsLowSurrogate(text[end])) end--;
        var piece = (start > 0 ? "…" : "") + Line(text[start..end]) + (end < text.Length ? "…" : "");
        return new(piece, Find(piece, terms));
    }

    /// <summary>All places in a text where one of the terms stands; those that overlap are one.</summary>
    public static List<Mark> Find(string text, SearchTerms terms)
    {
        List<Mark> found = [];
        var folded = Accents.Fold(text);
        foreach (var term in terms.All.Select(Accents.Fold))
            for (var at = folded.IndexOf(term, StringComparison.OrdinalIgnoreCase); at >= 0; at = folded.IndexOf(term, at + term.Length, StringComparison.OrdinalIgnoreCase))
                found.Add(new(at, term.Length));
        List<Mark> marks = [];
        foreach (var next in found.OrderBy(mark => mark.Start))
        {
            if (marks.Count > 0 && marks[^1] is var last && next.Start <= last.Start + last.Length)
                marks[^1] = last with { Length = Math.Max(last.Length, next.Start + next.Length - last.Start) };
            else marks.Add(next);
        }

        return marks;
    }

    private static int? First(string text, SearchTerms terms)
    {
        var folded = Accents.Fold(text);
        return terms.All.Select(term => folded.IndexOf(Accents.Fold(term), StringComparison.OrdinalIgnoreCase)).Where(at => at >= 0).Cast<int?>().Min();
    }

    // Reading all of a book for one line of it would take long.
    private static string Around(string text, int first)
    {
        if (text.Length <= MostRead) return text;
        var start = Backwards(text, Math.Max(0, first - MostRead / 2), first);
        var end = Math.Min(text.Length, start + MostRead);
        return text[start..(end < text.Length && char.IsLowSurrogate(text[end]) ? end - 1 : end)];
    }

    // To the beginning of a word where one is near, never into the middle of a character.
    private static int Backwards(string text, int start, int first)
    {
        if (start == 0) return 0;
        for (var at = start; at < first; at++)
            if (char.IsWhiteSpace(text[at])) return at + 1;
        return char.IsLowSurrogate(text[start]) ? start - 1 : start;
    }

    private static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c)) line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }
}

/// <summary>A place in a text, in UTF-16 units.</summary>
internal readonly record struct Mark(int Start, int Length);
