using HarfBuzzSharp;
using SkiaSharp;

namespace Parley.Chat.Transfer.Pdf;

/// <summary>A font, for drawing and for shaping. Those of <see cref="PdfFonts"/> live as long as the process.</summary>
internal sealed class PdfFont : IDisposable
{
    private readonly HarfBuzzSharp.Font _shaping;
    private readonly SKFont _characters;

    public PdfFont(string file)
    {
        Typeface = SKTypeface.FromFile(file) ?? throw new FileNotFoundException($"The font {file} cannot be read. Build Parley again.", file);
        _characters = new SKFont(Typeface);
        using var face = new Face(Blob.FromFile(file), 0);
        Units = face.UnitsPerEm;
        _shaping = new HarfBuzzSharp.Font(face);
        _shaping.SetScale(Units, Units);
    }

    public SKTypeface Typeface { get; }

    /// <summary>To the em.</summary>
    public int Units { get; }

    public bool Has(int rune) => _characters.GetGlyph(rune) != 0;

    /// <summary>Which glyphs a text becomes, and where: Arabic letters join, marks stand above their letters.</summary>
    public (GlyphInfo[] Glyphs, GlyphPosition[] Positions) Shape(byte[] utf8, bool isRightToLeft)
    {
        using var buffer = new HarfBuzzSharp.Buffer();
        buffer.AddUtf8(utf8);
        buffer.GuessSegmentProperties();
        buffer.Direction = isRightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
        _shaping.Shape(buffer);
        return (buffer.GlyphInfos, buffer.GlyphPositions);
    }

    public void Dispose()
    {
        _shaping.Dispose();
        _characters.Dispose();
        Typeface.Dispose();
    }
}
