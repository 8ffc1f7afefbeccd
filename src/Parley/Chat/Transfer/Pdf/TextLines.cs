using System.Globalization;

namespace Parley.Chat.Transfer.Pdf;

/// <summary>Breaks a paragraph into lines of a width.</summary>
internal static class TextLines
{
    public static (List<List<ShapedPiece>> Lines, bool IsRightToLeft) Break(IEnumerable<PdfRun> runs, float size, float width)
    {
        var pieces = TextPieces.Split(runs, PdfFonts.For);
        var isRightToLeft = TextPieces.IsRightToLeft(pieces);
        List<List<ShapedPiece>> lines = [];
        List<ShapedPiece> line = [], word = [];
        var used = 0f;
        foreach (var piece in pieces)
        {
            if (piece.IsBreak)
            {
                AddWord();
                EndLine();
                continue;
            }

            word.Add(new ShapedPiece(piece, size));
            if (piece.MayBreakAfter) AddWord();
        }

        AddWord();
        if (line.Count > 0 || lines.Count == 0) EndLine();
        return (lines, isRightToLeft);

        void AddWord()
        {
            // Blanks at the end hang over the edge.
            var length = word.Sum(p => p.Width) - (word.Count > 0 && word[^1].Piece.IsBlank ? word[^1].Width : 0);
            if (line.Count > 0 && used + length > width) EndLine();
            if (length > width) AddPartsOfWord();
            else foreach (var piece in word) Add(piece);
            word = [];
        }

        void AddPartsOfWord()
        {
            // A word longer than a line, such as an address, is broken between characters.
            foreach (var piece in word)
            {
                var at = StringInfo.GetTextElementEnumerator(piece.Piece.Text);
                while (at.MoveNext())
                {
                    var part = new ShapedPiece(piece.Piece with { Text = at.GetTextElement() }, size);
                    if (line.Count > 0 && used + part.Width > width) EndLine();
                    Add(part);
                }
            }
        }

        void Add(ShapedPiece piece)
        {
            line.Add(piece);
            used += piece.Width;
        }

        void EndLine()
        {
            lines.Add(line);
            (line, used) = ([], 0);
        }
    }
}
