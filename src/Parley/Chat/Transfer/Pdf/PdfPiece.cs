namespace Parley.Chat.Transfer.Pdf;

/// <summary>A part of a line that is shaped as a whole: one style, one font, one direction, no place to break within.</summary>
internal sealed record PdfPiece(string Text, PdfStyle Style, string? Link, TextDirection Direction, bool MayBreakAfter)
{
    public bool IsBreak => Text == "\n";

    public bool IsBlank => string.IsNullOrWhiteSpace(Text);
}

/// <summary>Which way a text runs: left to right, right to left, or as what is around it.</summary>
internal enum TextDirection
{
    Neutral,
    Left,
    Right,
}
