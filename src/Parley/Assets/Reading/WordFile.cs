using System.IO.Compression;
using System.Xml;

namespace Parley.Assets.Reading;

/// <summary>Takes the text out of a Word document: a zip with XML in it.</summary>
internal static class WordFile
{
    private const string Main = "word/document.xml", Words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main", Strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    private const long MaxUnpacked = 64 * 1024 * 1024;
    private const int MaxEntries = 10_000;

    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    public static (ReadFile? File, FileRefusal? Refusal) Read(Stream sent, AssetsOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var zip = new ZipArchive(sent, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > MaxEntries) return Bomb();
            if (zip.GetEntry(Main) is not { } main)
                return (null, FileRefusal.Type("Of packed files only Word documents (DOCX) can be read here. Send what is in it one by one."));
            if (main.Length > MaxUnpacked) return Bomb();
            var text = new DocumentText(options.MaxTextBytes);
            using (var content = new BoundedStream(main.Open(), MaxUnpacked))
            using (var xml = XmlReader.Create(content, Safe)) Gather(xml, text, cancellationToken);
            var all = text.ToString();
            return (new ReadFile(FileKind.Word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", null)
            {
                Text = all, Characters = all.Length, Extension = ".docx",
                Note = text.IsFull ? "The text of this document is very long: only its beginning is given to models." : all.Length == 0 ? "There is no text in this document." : null,
            }, null);
        }
        catch (BoundedStream.ExceededException)
        {
            return Bomb();
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or IOException or NotSupportedException)
        {
            return (null, FileRefusal.Unusable("This document is damaged and cannot be read."));
        }
    }

    private static void Gather(XmlReader xml, DocumentText text, CancellationToken cancellationToken)
    {
        var (cell, paragraphs) = (false, 0);
        var buffer = new char[4096]; // one element may hold all there is
        while (!text.IsFull && xml.Read())
        {
            // What was deleted (delText), and what fields are made of (instrText), is not what the document says.
            if (xml.NamespaceURI is not (Words or Strict)) continue;
            cancellationToken.ThrowIfCancellationRequested();
            var starts = xml.NodeType == XmlNodeType.Element;
            var ends = !starts || xml.IsEmptyElement;
            switch (xml.LocalName)
            {
                case "t" when !ends:
                    while (!text.IsFull && xml.Read() && xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
                        for (int read; !text.IsFull && (read = xml.ReadValueChunk(buffer, 0, buffer.Length)) > 0;) text.Add(buffer.AsSpan(0, read));
                    break;
                case "tab" when starts: text.Add("\t"); break;
                case "br" or "cr" when starts: text.Add("\n"); break;
                case "tc":
                    (cell, paragraphs) = (!ends, 0);
                    if (ends) text.Add("\t");
                    break;
                case "tr" when ends: text.Add("\n"); break;
                case "p" when cell && starts && paragraphs++ > 0: text.Add(" "); break;
                case "p" when !cell && ends: text.Add("\n"); break;
            }
        }
    }

    private static (ReadFile?, FileRefusal?) Bomb() => (null, FileRefusal.TooLarge("This document unpacks to far more than it seems, and was not read."));
}
