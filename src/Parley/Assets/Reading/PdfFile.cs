using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Exceptions;

namespace Parley.Assets.Reading;

/// <summary>Takes the text out of a PDF.</summary>
internal static class PdfFile
{
    public static (ReadFile? File, FileRefusal? Refusal) Read(byte[] sent, AssetsOptions options, CancellationToken cancellationToken)
    {
        var filters = new BoundedFilters();
        try
        {
            using var document = PdfDocument.Open(sent, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, FilterProvider = filters, MaxStackDepth = 100 });
            if (document.NumberOfPages == 0) return Refuse("This PDF has no pages.");
            if (document.NumberOfPages > options.MaxPages)
                return (null, FileRefusal.TooLarge($"This PDF has {document.NumberOfPages} pages, and at most {options.MaxPages} can be taken. Send the part that matters."));
            var text = new DocumentText(options.MaxTextBytes);
            for (var number = 1; number <= document.NumberOfPages && !text.IsFull; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (number > 1) text.Add("\n\n");
                text.Add($"[Page {number}]\n");
                text.Add(ContentOrderTextExtractor.GetText(document.GetPage(number), addDoubleNewline: true));
            }

            return filters.IsExceeded ? Bomb() : (Kept(text, document), null);
        }
        catch (PdfDocumentEncryptedException)
        {
            return Refuse("This PDF is protected with a password. Save it without one, and send that.");
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or OutOfMemoryException))
        {
            // The library throws whatever its parts throw.
            return filters.IsExceeded ? Bomb() : Refuse("This PDF is damaged and cannot be read.");
        }
    }

    private static ReadFile Kept(DocumentText gathered, PdfDocument document)
    {
        var text = gathered.ToString();
        var said = text.Split('\n').Any(line => line.Length > 0 && !line.StartsWith("[Page ", StringComparison.Ordinal));
        return new ReadFile(FileKind.Pdf, "application/pdf", null)
        {
            Text = said ? text : "", Characters = said ? text.Length : 0, Pages = document.NumberOfPages, Extension = ".pdf",
            Note = !said ? "There is no text in this PDF, perhaps because it is scanned: only models that read PDFs themselves see what is in it."
                : gathered.IsFull ? "The text of this PDF is very long: only its beginning is given to models." : null,
        };
    }

    private static (ReadFile?, FileRefusal?) Bomb() => (null, FileRefusal.TooLarge("This PDF unpacks to far more than it seems, and was not read."));

    private static (ReadFile?, FileRefusal?) Refuse(string detail) => (null, FileRefusal.Unusable(detail));
}
