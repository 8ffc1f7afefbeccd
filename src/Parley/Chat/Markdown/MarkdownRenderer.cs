namespace Parley.Chat.Markdown;

/// <summary>Markdown to safe HTML.</summary>
internal static class MarkdownRenderer
{
    /// <summary>The whole text.</summary>
    public static string Render(string markdown) => string.Concat(RenderBlocks(markdown).Select(block => block.Html));

    /// <summary>The same in pieces: those that a reader of the stream has got when the text was complete.</summary>
    public static IReadOnlyList<MarkdownBlock> RenderBlocks(string markdown)
    {
        var text = new IncrementalMarkdown();
        var blocks = new SortedDictionary<int, MarkdownBlock>();
        foreach (var block in text.Append(markdown)) blocks[block.Index] = block;
        foreach (var block in text.Complete()) blocks[block.Index] = block;
        return [.. blocks.Values];
    }
}
