using Markdig;
using Markdig.Parsers;

namespace Parley.Chat.Markdown.Dialect;

/// <summary>
/// Opens no block. It gives a piece of a text the link definitions of the pieces before it, at the first line, before anything can ask for one.
/// </summary>
internal sealed class SharedDefinitionsParser : BlockParser
{
    private static readonly object ContextKey = typeof(LinkDefinitions);

    /// <param name="openingCharacters">Parsers without characters are not asked about a line that another has taken by its first.</param>
    public SharedDefinitionsParser(char[]? openingCharacters) => OpeningCharacters = openingCharacters;

    public static MarkdownParserContext ContextOf(LinkDefinitions definitions)
    {
        var context = new MarkdownParserContext();
        context.Properties[ContextKey] = definitions;
        return context;
    }

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.Context?.Properties.TryGetValue(ContextKey, out var value) == true && value is LinkDefinitions definitions) definitions.GiveTo(processor.Document);
        return BlockState.None;
    }
}
