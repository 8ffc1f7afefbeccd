namespace Parley.Chat.Markdown;

/// <summary>Markdown to safe HTML.</summary>
internal static class MarkdownRenderer
{
    /// <summary>The whole text, <see cref="RenderBlocks"/> joined.</summary>
    public static string Render(string markdown, string name = "") => string.Concat(RenderBlocks(markdown, name).Select(block => block.Html));

    /// <summary>The same in pieces: those that a reader of the stream has got when the text was complete.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="name">Keeps the ids of two texts on one page apart; letters and digits.</param>
    public static IReadOnlyList<MarkdownBlock> RenderBlocks(string markdown, string name = "")
    {
        var text = new IncrementalMarkdown(name);
        var blocks = new SortedDictionary<int, MarkdownBlock>();
        foreach (var block in text.Append(markdown)) blocks[block.Index] = block;
        foreach (var block in text.Complete()) blocks[block.Index] = block;
        return [.. blocks.Values];
    }
}
