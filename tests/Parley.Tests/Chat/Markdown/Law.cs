using CsCheck;
using Parley.Chat.Markdown;

namespace Parley.Tests.Chat.Markdown;

/// <summary>The law that streams of Markdown are held to.</summary>
internal static class Law
{
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
        var whole = OneShot.Of(text);
        Assert.Equal(whole, InChunks(text, lengths));
        Assert.Equal(whole, MarkdownRenderer.Render(text));
    }
}
