using System.IO.Compression;
using System.Text;
using SkiaSharp;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Parley.Tests.Assets;

/// <summary>Real files, made here.</summary>
internal static class SampleFiles
{
    /// <summary>A place on earth, as cameras write it.</summary>
    public const string Place = "52.5200N 13.4050E";

    /// <summary>Left half red, right half blue.</summary>
    public static byte[] Picture(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Blue);
            using var red = new SKPaint { Color = SKColors.Red };
            canvas.DrawRect(0, 0, width / 2f, height, red);
        }

        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    /// <summary>A JPEG with an EXIF block: how the camera was held, and where.</summary>
    public static byte[] Photo(int width, int height, byte orientation)
    {
        var plain = Picture(width, height, SKEncodedImageFormat.Jpeg);
        byte[] text = [.. Encoding.ASCII.GetBytes(Place), 0];
        byte[] tiff =
        [
            .. "II*\0"u8, 8, 0, 0, 0, 2, 0,
            0x0E, 0x01, 2, 0, (byte)text.Length, 0, 0, 0, 38, 0, 0, 0,
            0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0,
            0, 0, 0, 0, .. text,
        ];
        byte[] body = [.. "Exif\0\0"u8, .. tiff];
        var length = body.Length + 2;
        return [.. plain[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. body, .. plain[2..]];
    }

    /// <summary>A PNG whose head says that it is huge, in a few bytes.</summary>
    public static byte[] ImageBomb()
    {
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk("IHDR"u8, [0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 6, 0, 0, 0]);
        Chunk("IDAT"u8, Packed(new byte[1_000_000]));
        Chunk("IEND"u8, []);
        return png.ToArray();

        void Chunk(ReadOnlySpan<byte> name, byte[] data)
        {
            png.Write([(byte)(data.Length >> 24), (byte)(data.Length >> 16), (byte)(data.Length >> 8), (byte)data.Length]);
            byte[] whole = [.. name, .. data];
            png.Write(whole);
            var sum = Crc32(whole);
            png.Write([(byte)(sum >> 24), (byte)(sum >> 16), (byte)(sum >> 8), (byte)sum]);
        }
    }

    private static uint Crc32(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var b in bytes)
        {
            sum ^= b;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) == 1 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
        }

        return ~sum;
    }

    /// <summary>Two pictures of one pixel.</summary>
    public static byte[] MovingGif()
    {
        byte[] frame = [0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
        return [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255, .. frame, .. frame, 0x3B];
    }

    public static byte[] Pdf(params string[] pages)
    {
        var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var text in pages)
        {
            var page = builder.AddPage(PageSize.A4);
            if (text.Length > 0) page.AddText(text, 12, new PdfPoint(50, 700), font);
        }

        return builder.Build();
    }

    /// <summary>A PDF whose only page is this stream.</summary>
    public static byte[] PdfOf(byte[] stream, string filter = "/Filter /FlateDecode", string trailer = "")
    {
        using var pdf = new MemoryStream();
        List<long> at = [];
        Write("%PDF-1.4\n");
        Object("<< /Type /Catalog /Pages 2 0 R >>");
        Object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        Object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R /Resources << >> >>");
        at.Add(pdf.Position);
        Write($"4 0 obj\n<< /Length {stream.Length} {filter} >>\nstream\n");
        pdf.Write(stream);
        Write("\nendstream\nendobj\n");
        var start = pdf.Position;
        Write($"xref\n0 5\n0000000000 65535 f \n{string.Concat(at.Select(a => $"{a:d10} 00000 n \n"))}trailer\n<< /Size 5 /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
        return pdf.ToArray();

        void Object(string content)
        {
            at.Add(pdf.Position);
            Write($"{at.Count} 0 obj\n{content}\nendobj\n");
        }

        void Write(string text) => pdf.Write(Encoding.ASCII.GetBytes(text));
    }

    public static byte[] Word(string body, string name = "word/document.xml")
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
            writer.Write($"""<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>""");
        }

        return file.ToArray();
    }

    public static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(bytes);
        return packed.ToArray();
    }
}
