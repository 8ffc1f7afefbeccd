using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace Parley.Chat.Markdown.Dialect;

/// <summary>The one tag that is understood: <c>&lt;br&gt;</c>, since a table's cell has no other way to break a line. Every other tag is text.</summary>
internal sealed class LineBreakTagParser : InlineParser
{
    public LineBreakTagParser() => OpeningCharacters = ['<'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var text = slice.AsSpan();
        if (!text.StartsWith("<br", StringComparison.OrdinalIgnoreCase)) return false;
        var length = 3;
        if (length < text.Length && text[length] == ' ') length++;
        if (length < text.Length && text[length] == '/') length++;
        if (length >= text.Length || text[length] != '>') return false;
        processor.Inline = new LineBreakInline { IsHard = true };
        slice.Start += length + 1;
        return true;
    }
}
