using Markdig.Syntax.Inlines;

namespace Parley.Chat.Markdown.Dialect;

/// <summary>The sign that leads to a footnote.</summary>
internal sealed class NoteReference : LeafInline
{
    public required string Name { get; init; }

    public required string Id { get; init; }
}
