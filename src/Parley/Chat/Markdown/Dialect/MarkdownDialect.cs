using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;

namespace Parley.Chat.Markdown.Dialect;

/// <summary>
/// The Markdown that messages are written in: CommonMark without raw HTML, with tables, task lists, strikethrough, bare links, footnotes and maths.
/// A list of what is allowed: Markdig's generic attributes, for one, would let a model write attributes of its own.
/// </summary>
internal static class MarkdownDialect
{
    public static MarkdownPipeline Pipeline { get; } = Build();

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder()
            .UsePipeTables()
            .UseTaskLists()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .UseAutoLinks()
            .UseMathematics()
            .DisableHtml();
        builder.BlockParsers.Insert(0, new BracketMathBlockParser());
        builder.BlockParsers.Insert(0, new NoteParser());
        char[] taken = [.. builder.BlockParsers.SelectMany(parser => parser.OpeningCharacters ?? []).Distinct()];
        builder.BlockParsers.Insert(0, new SharedDefinitionsParser(taken));
        builder.BlockParsers.Insert(0, new SharedDefinitionsParser(null));
        builder.InlineParsers.InsertBefore<EscapeInlineParser>(new BracketMathInlineParser());
        builder.InlineParsers.InsertBefore<LinkInlineParser>(new NoteReferenceParser());
        builder.InlineParsers.InsertBefore<AutolinkInlineParser>(new LineBreakTagParser());
        foreach (var parser in builder.BlockParsers)
            if (parser is ParagraphBlockParser or HeadingBlockParser) InlineLimit.Watch(parser);
        return builder.Build();
    }
}
