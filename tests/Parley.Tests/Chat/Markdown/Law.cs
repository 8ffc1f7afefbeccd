using CsCheck;
using Markdig.Parsers;
using Parley.Chat.Markdown;
using Parley.Chat.Markdown.Dialect;
using Parley.Chat.Markdown.Html;

namespace Parley.Tests.Chat.Markdown;

/// <summary>The law that streams of Markdown are held to.</summary>
internal static class Law
{
    /// <summary>The whole text at once, by the parser alone: no pieces, no scanner.</summary>
    public static string OneShot(string text)
    {
        var document = MarkdownParser.Parse(text, MarkdownDialect.Pipeline, SharedDefinitionsParser.ContextOf(new LinkDefinitions()));
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = MarkdownHtmlRenderer.Create(writer);
        foreach (var block in document) renderer.Write(block);
        return MarkdownSanitizer.Clean(writer.ToString());
    }

    /// <summary>The text in chunks of these lengths, over and over; every tail is looked at, and no piece changes before the end.</summary>
    public static string InChunks(string text, params int[] lengths)
    {
        var markdown = new IncrementalMarkdown();
        var blocks = new SortedDictionary<int, string>();
        for (int at = 0, i = 0; at < text.Length; i++)
        {
            var length = Math.Min(lengths[i % lengths.Length], text.Length - at);
            foreach (var block in markdown.Append(text.AsSpan(at, length))) blocks.Add(block.Index, block.Html);
            Assert.NotNull(markdown.Tail().Html);
            at += length;
        }

        foreach (var block in markdown.Complete()) blocks[block.Index] = block.Html;
        Assert.Equal(Enumerable.Range(0, blocks.Count), blocks.Keys);
        Assert.Equal("", markdown.Tail().Html);
        return string.Concat(blocks.Values);
    }

    public static Gen<string> AnyOf(string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    public static void Holds(string text, params int[] lengths)
    {
        var whole = OneShot(text);
        Assert.Equal(whole, InChunks(text, lengths));
        Assert.Equal(whole, MarkdownRenderer.Render(text));
    }
}
