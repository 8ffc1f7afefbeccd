namespace Parley.Chat.Markdown.Pieces;

/// <summary>What a line looks like that begins a block.</summary>
internal enum LineKind
{
    Blank,
    Text,
    Indented,
    Heading,
    Break,
    Fence,
    Quote,
    List,
}
