using System.Buffers;
using System.Text;

namespace Parley.Chat.Markdown.Pieces;

/// <summary>
/// Ends an open text for the eye: emphasis and code that were begun are closed, half of a link shows its words, and a last line that is only markers so far
/// waits. Nothing depends on it but what is seen for a moment.
/// </summary>
internal static class VirtualEnd
{
    private static readonly SearchValues<char> Markers = SearchValues.Create("-=*+#`~>_$\\[]! \t");

    public static string Of(string text, bool isInFence)
    {
        if (text.Length > 0 && char.IsHighSurrogate(text[^1])) text = text[..^1];
        var line = text.LastIndexOfAny(['\n', '\r']) + 1;
        if (IsOnlyMarkers(text.AsSpan(line), isInFence)) text = text[..line];
        return isInFence ? text : CloseSpans(text);
    }

    private static bool IsOnlyMarkers(ReadOnlySpan<char> line, bool isInFence)
    {
        line = line.Trim(" \t");
        if (line.IsEmpty) return false;
        if (isInFence) return line.IndexOfAnyExcept('`') < 0 || line.IndexOfAnyExcept('~') < 0 || line is "$" or "$$" or "\\" or "\\]";
        if (line[0] is '|' && line.IndexOfAnyExcept("|-: \t") < 0) return true;
        if (line.IndexOfAnyExcept(Markers) < 0) return true;
        var digits = line.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && line[digits..] is "." or ")";
    }

    private static string CloseSpans(string text)
    {
        var start = LastSpans(text);
        if (start >= text.Length || text[start] == '|') return text;
        List<(char Mark, int Length)> open = [];
        var link = -1;
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\') i++;
            else if (c == '`')
            {
                var run = Run(text, i);
                var close = ClosingRun(text, i + run, run);
                if (close < 0) return i + run == text.Length ? Closed(text[..i], open) : Closed(text + new string('`', run), open);
                i = close - 1;
            }
            else if (c is '*' or '_' or '~')
            {
                var run = Run(text, i);
                if (!Apply(open, c, run, i > start ? text[i - 1] : ' ', i + run < text.Length ? text[i + run] : ' ') && i + run == text.Length) return Closed(text[..i], open);
                i += run - 1;
            }
            else if (c == '[') link = i;
            else if (c == ')') link = -1;
        }

        return Closed(ShowWordsOf(text, link), open);
    }

    /// <summary>Where the last run of text begins that spans can cross: after an empty line or a list's marker.</summary>
    private static int LastSpans(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            var line = text.AsSpan(at, (end < 0 ? text.Length : end) - at);
            var kind = LineStart.Of(line.TrimEnd('\r'));
            if (kind.Kind == LineKind.Blank) start = end < 0 ? text.Length : end + 1;
            else if (kind.Kind is LineKind.List or LineKind.Heading) start = at + (line.Length - line.TrimStart().Length) + line.TrimStart().IndexOfAny(' ', '\t') + 1;
            at = end < 0 ? text.Length : end + 1;
        }

        return start;
    }

    /// <summary>Opens or closes with a run of marks; false when it does neither.</summary>
    private static bool Apply(List<(char Mark, int Length)> open, char mark, int length, char before, char after)
    {
        var isWord = mark == '_' && char.IsLetterOrDigit(before) && char.IsLetterOrDigit(after);
        if (isWord || mark == '~' && length != 2) return true;
        if (!char.IsWhiteSpace(before) && open.Count > 0 && open[^1].Mark == mark)
        {
            var left = open[^1].Length - length;
            open.RemoveAt(open.Count - 1);
            if (left > 0) open.Add((mark, left));
            return true;
        }

        if (char.IsWhiteSpace(after)) return false;
        open.Add((mark, length));
        return true;
    }

    private static string ShowWordsOf(string text, int link)
    {
        if (link < 0) return text;
        var middle = text.IndexOf("](", link, StringComparison.Ordinal);
        if (middle < 0) return text;
        var isImage = link > 0 && text[link - 1] == '!';
        return isImage ? text[..(link - 1)] : string.Concat(text.AsSpan(0, link), text.AsSpan(link + 1, middle - link - 1));
    }

    private static string Closed(string text, List<(char Mark, int Length)> open)
    {
        if (open.Count == 0) return text;
        var closed = new StringBuilder(text.TrimEnd());
        for (var i = open.Count - 1; i >= 0; i--) closed.Append(open[i].Mark, open[i].Length);
        return closed.ToString();
    }

    private static int ClosingRun(string text, int from, int length)
    {
        for (var at = text.IndexOf('`', from); at >= 0; at = text.IndexOf('`', at))
        {
            var run = Run(text, at);
            at += run;
            if (run == length) return at;
            if (at >= text.Length) return -1;
        }

        return -1;
    }

    private static int Run(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == text[at]) end++;
        return end - at;
    }
}
