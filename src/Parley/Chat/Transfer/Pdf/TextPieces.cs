using System.Globalization;
using System.Text;

namespace Parley.Chat.Transfer.Pdf;

/// <summary>Decides how a paragraph falls into pieces and which way each runs: a plain form of Unicode's rules for bidirectional text (UAX 9)
/// and for breaking lines (UAX 14), without embeddings and numbers' finer points.</summary>
internal static class TextPieces
{
    /// <param name="runs">The paragraph.</param>
    /// <param name="fontOf">Tells characters apart that need different fonts.</param>
    public static List<PdfPiece> Split(IEnumerable<PdfRun> runs, Func<int, PdfStyle, object> fontOf)
    {
        List<PdfPiece> pieces = [];
        List<PdfRun> all = [.. runs];
        // Only where something runs to the left do blanks and signs stand alone, to be put where they belong.
        var isMixed = all.Any(run => run.Text.EnumerateRunes().Any(rune => DirectionOf(rune) == TextDirection.Right));
        foreach (var run in all) Split(run, fontOf, isMixed, pieces);
        return Resolve(pieces);
    }

    /// <summary>The direction of the first letter that has one.</summary>
    public static bool IsRightToLeft(IEnumerable<PdfPiece> pieces) => pieces.FirstOrDefault(p => p.Direction != TextDirection.Neutral)?.Direction == TextDirection.Right;

    /// <summary>The order in which pieces of a line stand on the page, from left to right.</summary>
    public static IReadOnlyList<PdfPiece> Order(IReadOnlyList<PdfPiece> line, bool isRightToLeft)
    {
        // Levels as in the rules: what runs against its surroundings is turned in itself.
        PdfPiece[] ordered = [.. line];
        int[] levels = [.. line.Select(piece => piece.Direction == TextDirection.Right ? 1 : isRightToLeft ? 2 : 0)];
        for (var level = 2; level >= 1; level--)
            for (var start = 0; start < ordered.Length; start++)
            {
                var end = start;
                while (end < ordered.Length && levels[end] >= level) end++;
                if (end == start) continue;
                Array.Reverse(ordered, start, end - start);
                Array.Reverse(levels, start, end - start);
                start = end;
            }

        return ordered;
    }

    private static void Split(PdfRun run, Func<int, PdfStyle, object> fontOf, bool isMixed, List<PdfPiece> pieces)
    {
        var text = new StringBuilder();
        object? font = null;
        var direction = TextDirection.Neutral;
        foreach (var rune in run.Text.EnumerateRunes())
        {
            if (rune.Value is '\n' or 0x2028 or 0x2029)
            {
                Take(mayBreak: true);
                pieces.Add(new PdfPiece("\n", run.Style, null, TextDirection.Neutral, true));
                continue;
            }

            if (IsInvisible(rune)) continue;
            var shown = rune.Value == '\t' ? new Rune(' ') : rune;
            if (text.Length > 0 && !Clings(rune))
            {
                if (MayBreakBefore(text, rune)) Take(mayBreak: true);
                else if (!ReferenceEquals(fontOf(shown.Value, run.Style), font) || (isMixed && DirectionOf(rune) != direction)) Take(mayBreak: false);
            }

            if (text.Length == 0) (font, direction) = (fontOf(shown.Value, run.Style), DirectionOf(rune));
            text.Append(shown.ToString());
        }

        Take(mayBreak: false);

        void Take(bool mayBreak)
        {
            if (text.Length > 0) pieces.Add(new PdfPiece(text.ToString(), run.Style, run.Link, direction, mayBreak || char.IsWhiteSpace(text[^1])));
            else if (mayBreak && pieces.Count > 0) pieces[^1] = pieces[^1] with { MayBreakAfter = true };
            text.Clear();
        }
    }

    /// <summary>What has no direction of its own takes that of both its neighbours, or of the paragraph.</summary>
    private static List<PdfPiece> Resolve(List<PdfPiece> pieces)
    {
        var around = IsRightToLeft(pieces) ? TextDirection.Right : TextDirection.Left;
        List<PdfPiece> resolved = new(pieces.Count);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Direction != TextDirection.Neutral)
            {
                resolved.Add(pieces[i]);
                continue;
            }

            var before = resolved.Count > 0 ? resolved[^1].Direction : around;
            var next = i + 1;
            while (next < pieces.Count && pieces[next].Direction == TextDirection.Neutral && !pieces[next].IsBreak) next++;
            var after = next < pieces.Count && !pieces[next].IsBreak ? pieces[next].Direction : around;
            resolved.Add(pieces[i] with { Direction = before == after ? before : around });
        }

        return resolved;
    }

    private static bool MayBreakBefore(StringBuilder text, Rune next)
    {
        var last = LastRune(text);
        if (Rune.IsWhiteSpace(next)) return false;
        return Rune.IsWhiteSpace(last) || (last.Value is '-' or '/' or '\u2013' or '\u2014' && Rune.IsLetterOrDigit(next))
            || ((IsIdeograph(last) || IsIdeograph(next)) && Rune.IsLetterOrDigit(next) && !IsOpening(last));
    }

    private static Rune LastRune(StringBuilder text) =>
        text.Length > 1 && char.IsLowSurrogate(text[^1]) ? new Rune(text[^2], text[^1]) : new Rune(text[^1]);

    private static bool IsOpening(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation;

    private static bool IsIdeograph(Rune rune) => rune.Value is (>= 0x2E80 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7FF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF00 and <= 0xFFEF) or (>= 0x20000 and <= 0x3FFFF);

    private static TextDirection DirectionOf(Rune rune) =>
        rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF)
            ? Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? TextDirection.Left : TextDirection.Right
            : Rune.IsLetterOrDigit(rune) ? TextDirection.Left : TextDirection.Neutral;

    // Marks, joiners and variation selectors belong to what they stand on.
    private static bool Clings(Rune rune) =>
        rune.Value is 0x200C or 0x200D or (>= 0xFE00 and <= 0xFE0F) or (>= 0x1F3FB and <= 0x1F3FF)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsInvisible(Rune rune) =>
        rune.Value is 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF or 0x00AD or 0xFE0F || (Rune.IsControl(rune) && rune.Value != '\t');
}
