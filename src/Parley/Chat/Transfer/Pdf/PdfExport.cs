using Parley.Chat.Model;
using SkiaSharp;

namespace Parley.Chat.Transfer.Pdf;

/// <summary>A conversation as a PDF that carries its fonts.</summary>
internal static class PdfExport
{
    public static byte[] Render(Conversation conversation, IEnumerable<Message> branch, ILookup<Guid, ExportedFile> files)
    {
        using var file = new MemoryStream();
        var title = MarkdownExport.TitleOf(conversation);
        var about = new SKDocumentPdfMetadata { Title = title, Creator = "Parley", Creation = conversation.CreatedAt.UtcDateTime, Modified = conversation.UpdatedAt.UtcDateTime, EncodingQuality = 90, RasterDpi = 144 };
        using (var document = SKDocument.CreatePdf(file, about))
        {
            using (var pages = new PdfPages(document))
            {
                pages.Paragraph([new PdfRun(title, PdfStyle.Bold)], 20, spacing: 1.3f);
                pages.Paragraph([new PdfRun(MarkdownExport.Time(conversation.CreatedAt))], 9, isFaint: true);
                var markdown = new PdfMarkdown(pages);
                foreach (var message in branch)
                {
                    pages.Space(8);
                    pages.Rule();
                    pages.Paragraph([new PdfRun(MarkdownExport.Speaker(message), PdfStyle.Bold), new PdfRun("  " + MarkdownExport.Time(message.CreatedAt))], 9.5f);
                    pages.Space(3);
                    foreach (var attached in files[message.Id])
                    {
                        if (attached.Thumbnail is { } picture) pages.Picture(picture);
                        pages.Paragraph([new PdfRun(attached.Name, PdfStyle.Bold), new PdfRun("  " + attached.About)], 9, isFaint: true);
                    }

                    markdown.Write(message.Text);
                    if (MarkdownExport.Remark(message) is { } remark) pages.Paragraph([new PdfRun(remark, PdfStyle.Italic)], 9, isFaint: true);
                }
            }

            document.Close();
        }

        return file.ToArray();
    }
}
