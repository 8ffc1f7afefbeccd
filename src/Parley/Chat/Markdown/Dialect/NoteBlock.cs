using Markdig.Parsers;
using Markdig.Syntax;

namespace Parley.Chat.Markdown.Dialect;

/// <summary>A footnote's text, which is shown where it was written.</summary>
internal sealed class NoteBlock(BlockParser parser) : ContainerBlock(parser)
{
    public required string Name { get; init; }

    /// <summary>Null when another note of the text has the name.</summary>
    public required string? Id { get; init; }
}
