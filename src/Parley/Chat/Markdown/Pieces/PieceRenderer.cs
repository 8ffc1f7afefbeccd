using System.Net;
using Markdig.Parsers;
using Markdig.Syntax;
using Parley.Chat.Markdown.Dialect;
using Parley.Chat.Markdown.Html;

namespace Parley.Chat.Markdown.Pieces;

/// <summary>Renders the pieces of one text, which share the names of its links and notes. Which of them it is goes with each.</summary>
/// <param name="text">See <see cref="Notes"/>.</param>
internal sealed class PieceRenderer(string text)
{
    private readonly LinkDefinitions _definitions = new(text);

    public long Parsed { get; private set; }

    /// <summary>How many names of links and notes are known so far.</summary>
    public int Definitions => _definitions.Count;

    /// <summary>A whole piece.</summary>
    public string Render(int piece, string source) => TryRender(piece, source, int.MaxValue, forgetFrom: int.MaxValue) ?? Plain(source);

    /// <summary>The end of the text while it is open: what it defines may still change, and is forgotten.</summary>
    public string RenderTail(int piece, string source) => TryRender(piece, source, int.MaxValue, forgetFrom: 0) ?? Plain(source);

    /// <summary>
    /// What stands before a line, if a new block of the top level begins with that line: then nothing that follows can change it, since Markdown's blocks are
    /// found line by line. Null if none begins there.
    /// </summary>
    /// <param name="piece">Its number.</param>
    /// <param name="source">The open text with that line.</param>
    /// <param name="before">Where the line starts.</param>
    /// <param name="line">The line's number, from 0.</param>
    public string? RenderBefore(int piece, string source, int before, int line)
    {
        var probe = source[before] switch
        {
            // A definition would not be seen as a block.
            '[' => string.Concat(source.AsSpan(0, before), "x", source.AsSpan(before + 1)),
            // How deep the quote is does not matter here.
            '>' => source[..(before + 1)],
            _ => source,
        };
        return TryRender(piece, probe, line, forgetFrom: line);
    }

    /// <summary>Null if the last block does not begin with line <paramref name="before"/>, or the nesting is too deep.</summary>
    private string? TryRender(int piece, string source, int before, int forgetFrom)
    {
        if (DefinitionLimit.IsExceeded(source)) return null;
        Parsed += source.Length;
        _definitions.Notes.Piece = piece;
        try
        {
            var document = MarkdownParser.Parse(source, MarkdownDialect.Pipeline, SharedDefinitionsParser.ContextOf(_definitions));
            var count = document.Count;
            if (before != int.MaxValue)
            {
                if (count == 0 || document[count - 1] is not { } last || last.Line != before || !IsSameAlone(source, last))
                {
                    forgetFrom = 0;
                    return null;
                }

                count--;
            }

            return MarkdownSanitizer.Clean(Write(document, count));
        }
        catch (ArgumentException)
        {
            // Markdig's word for "too deeply nested".
            forgetFrom = 0;
            return null;
        }
        finally
        {
            _definitions.Settle(forgetFrom);
        }
    }

    /// <summary>
    /// Whether the line that begins the last block begins the same without what stands before it. Markdig reads "- - -" as lists, not as a rule, below a list
    /// whose item ends in an open fence.
    /// </summary>
    private static bool IsSameAlone(string source, Block last)
    {
        var line = source.AsSpan(0, source.AsSpan().TrimEnd("\r\n").Length);
        line = line[(line.LastIndexOfAny('\r', '\n') + 1)..];
        return LineStart.Of(line).Kind != LineKind.Break || last is ThematicBreakBlock;
    }

    private static string Write(MarkdownDocument document, int count)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = MarkdownHtmlRenderer.Create(writer);
        for (var i = 0; i < count; i++) renderer.Write(document[i]);
        return writer.ToString();
    }

    /// <summary>What no parser should be asked to read is shown as it was written.</summary>
    private static string Plain(string source) => MarkdownSanitizer.Clean($"<p class=\"md-plain\">{WebUtility.HtmlEncode(source)}</p>\n");
}
