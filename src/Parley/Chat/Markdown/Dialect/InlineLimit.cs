using System.Buffers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace Parley.Chat.Markdown.Dialect;

/// <summary>
/// For every bracket, mark of emphasis and bare link of a paragraph Markdig may look at all that stands before it: its time grows with their square (measured:
/// 5,000 brackets take 150 ms, 20,000 two seconds), and with their number times the paragraph's length. A paragraph with more than anybody writes is not looked
/// into, and shown as it was written.
/// </summary>
internal static class InlineLimit
{
    public const int MostMarks = 4000;

    /// <summary>Marks times characters.</summary>
    public const long MostWork = 100_000_000;

    private static readonly SearchValues<string> Marks = SearchValues.Create(["*", "_", "~", "[", "http:", "https:", "ftp:", "mailto:", "tel:", "www."], StringComparison.OrdinalIgnoreCase);

    public static void Watch(BlockParser parser) => parser.Closed += (_, block) =>
    {
        if (block is LeafBlock { ProcessInlines: true } leaf && IsTooMuch(leaf)) leaf.ProcessInlines = false;
    };

    private static bool IsTooMuch(LeafBlock leaf)
    {
        var (marks, length) = (0L, 0L);
        for (var i = 0; i < leaf.Lines.Count; i++)
        {
            var line = leaf.Lines.Lines[i].Slice.AsSpan();
            length += line.Length;
            for (var at = line.IndexOfAny(Marks); at >= 0; at = line.IndexOfAny(Marks))
            {
                marks++;
                line = line[(at + 1)..];
            }
        }

        return marks > MostMarks || marks * length > MostWork;
    }
}
