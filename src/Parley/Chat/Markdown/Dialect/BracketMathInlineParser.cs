using Markdig.Extensions.Mathematics;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace Parley.Chat.Markdown.Dialect;

/// <summary>Maths as many models write it: <c>\( x \)</c> within a line and <c>\[ x \]</c> set apart.</summary>
internal sealed class BracketMathInlineParser : InlineParser
{
    /// <summary>A formula is at most this long, so that many openings without an end cost no more than their length.</summary>
    private const int MaxLength = 4000;

    public BracketMathInlineParser() => OpeningCharacters = ['\\'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var close = slice.PeekChar() switch { '(' => "\\)", '[' => "\\]", _ => null };
        if (close is null || slice.PeekCharExtra(-1) == '\\') return false;
        var rest = slice.AsSpan()[2..];
        var length = rest[..Math.Min(rest.Length, MaxLength)].IndexOf(close, StringComparison.Ordinal);
        // "\[\]" and the like are escaped brackets; a formula has a letter or a digit.
        if (length <= 0 || !HasLetterOrDigit(rest[..length])) return false;

        var start = slice.Start;
        processor.Inline = new MathInline
        {
            Delimiter = '$',
            DelimiterCount = close == "\\]" ? 2 : 1,
            Content = new StringSlice(slice.Text, start + 2, start + 1 + length),
            Span = new SourceSpan(processor.GetSourcePosition(start, out var line, out var column), processor.GetSourcePosition(start + 3 + length)),
            Line = line,
            Column = column,
        };
        slice.Start = start + 4 + length;
        return true;
    }

    private static bool HasLetterOrDigit(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (char.IsLetterOrDigit(c)) return true;
        return false;
    }
}
