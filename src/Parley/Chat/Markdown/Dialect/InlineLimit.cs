using System.Buffers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace Parley.Chat.Markdown.Dialect;

/// <summary>
/// Markdig's time for a paragraph grows with the square of its brackets and marks of emphasis (measured: 5,000 take 150 ms, 20,000 two seconds). A paragraph
/// with more than anybody writes is not looked into, and shown as it was written.
/// </summary>
internal static class InlineLimit
{
    public const int MostMarks = 4000;

    private static readonly SearchValues<char> Marks = SearchValues.Create("*_~[");

    public static void Watch(BlockParser parser) => parser.Closed += (_, block) =>
    {
        if (block is LeafBlock { ProcessInlines: true } leaf && Count(leaf) > MostMarks) leaf.ProcessInlines = false;
    };

    private static int Count(LeafBlock leaf)
    {
        var count = 0;
        for (var i = 0; i < leaf.Lines.Count; i++)
        {
            var line = leaf.Lines.Lines[i].Slice.AsSpan();
            for (var at = line.IndexOfAny(Marks); at >= 0; at = line.IndexOfAny(Marks))
            {
                count++;
                line = line[(at + 1)..];
            }
        }

        return count;
    }
}
