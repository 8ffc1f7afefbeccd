namespace Parley.Chat.Transfer.Pdf;

/// <summary>Text of one style; a line feed in it ends the line.</summary>
internal sealed record PdfRun(string Text, PdfStyle Style = PdfStyle.Plain, string? Link = null);
