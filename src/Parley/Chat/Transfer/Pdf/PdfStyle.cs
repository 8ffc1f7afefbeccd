namespace Parley.Chat.Transfer.Pdf;

[Flags]
internal enum PdfStyle
{
    Plain = 0,
    Bold = 1,
    Italic = 2,
    Code = 4,
    Struck = 8,
}
