namespace Parley.Chat.Markdown.Pieces;

/// <summary>How a line begins.</summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="Indent">Columns of white space before it.</param>
/// <param name="Marker">A fence's or break's character, a bullet, or what follows a list's number; otherwise nothing.</param>
/// <param name="MarkerLength">How many of them a fence has.</param>
/// <param name="Interrupts">For a list: it may begin right below a paragraph.</param>
internal readonly record struct LineStart(LineKind Kind, int Indent, char Marker = '\0', int MarkerLength = 0, bool Interrupts = false)
{
    private const int CodeIndent = 4;

    public static LineStart Of(ReadOnlySpan<char> line)
    {
        var text = Unindent(line, out var indent);
        if (text.IsEmpty) return default;
        if (indent >= CodeIndent) return new LineStart(LineKind.Indented, indent);
        var first = text[0];
        var run = Run(text);
        return first switch
        {
            '`' when run >= 3 && !text[run..].Contains('`') => new LineStart(LineKind.Fence, indent, first, run),
            '~' when run >= 3 => new LineStart(LineKind.Fence, indent, first, run),
            '$' when run == 2 && text.Length == 2 => new LineStart(LineKind.Fence, indent, first, 2),
            '\\' when text is "\\[" => new LineStart(LineKind.Fence, indent, first, 1),
            '#' when run <= 6 && (run == text.Length || text[run] is ' ' or '\t') => new LineStart(LineKind.Heading, indent),
            '>' => new LineStart(LineKind.Quote, indent),
            '*' or '-' or '_' when IsBreak(text, first) => new LineStart(LineKind.Break, indent, first),
            '*' or '-' or '+' when IsItem(text[1..]) => new LineStart(LineKind.List, indent, first, 1, text.Length > 2),
            >= '0' and <= '9' => Numbered(text, indent),
            _ => new LineStart(LineKind.Text, indent),
        };
    }

    /// <summary>Whether a line ends a fence of this character and length.</summary>
    public static bool EndsFence(ReadOnlySpan<char> line, char fence, int length)
    {
        var text = Unindent(line, out var indent);
        if (fence == '\\') return text is "\\]";
        return indent < CodeIndent && text.Length >= length && text[0] == fence && Run(text) == text.Length;
    }

    private static LineStart Numbered(ReadOnlySpan<char> text, int indent)
    {
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and <= 9 && text[digits] is '.' or ')' && IsItem(text[(digits + 1)..])
            ? new LineStart(LineKind.List, indent, text[digits], 1, text.Length > digits + 2 && text[..digits] is "1")
            : new LineStart(LineKind.Text, indent);
    }

    private static bool IsItem(ReadOnlySpan<char> behind) => behind.IsEmpty || behind[0] is ' ' or '\t';

    private static bool IsBreak(ReadOnlySpan<char> text, char of)
    {
        var count = 0;
        foreach (var c in text)
        {
            if (c == of) count++;
            else if (c is not (' ' or '\t')) return false;
        }

        return count >= 3;
    }

    private static int Run(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(text[0]);
        return end < 0 ? text.Length : end;
    }

    private static ReadOnlySpan<char> Unindent(ReadOnlySpan<char> line, out int indent)
    {
        indent = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == ' ') indent++;
            else if (line[i] == '\t') indent += CodeIndent - indent % CodeIndent;
            else return line[i..].TrimEnd(" \t");
        }

        return [];
    }
}
