using System.Text;
using Markdig.Extensions.Mathematics;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Parley.Chat.Markdown.Dialect;

namespace Parley.Chat.Markdown;

/// <summary>What a reader of rendered Markdown reads: its words, without what is written around them.</summary>
internal static class MarkdownWords
{
    /// <summary>Blocks stand in lines of their own.</summary>
    public static string Read(string markdown)
    {
        if (DefinitionLimit.IsExceeded(markdown)) return markdown;
        MarkdownDocument document;
        try
        {
            document = Markdig.Markdown.Parse(markdown, MarkdownDialect.Pipeline);
        }
        catch (ArgumentException)
        {
            // Nested deeper than anybody reads: as it was written.
            return markdown;
        }

        var words = new StringBuilder(markdown.Length);
        foreach (var item in document.Descendants()) Add(words, item);
        return words.ToString();
    }

    private static void Add(StringBuilder words, MarkdownObject item) => _ = item switch
    {
        LiteralInline text => words.Append(text.Content.AsSpan()),
        CodeInline code => words.Append(code.Content),
        MathInline maths => words.Append(maths.Content.AsSpan()),
        AutolinkInline link => words.Append(link.Url),
        HtmlEntityInline entity => words.Append(entity.Transcoded.AsSpan()),
        LineBreakInline => words.Append(' '),
        // Code; and paragraphs with too many marks to be looked at.
        LeafBlock { Inline: null } block => words.Append('\n').Append(block.Lines.ToString()),
        Block => words.Append('\n'),
        _ => words,
    };
}
