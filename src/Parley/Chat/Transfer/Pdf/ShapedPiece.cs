using System.Text;
using SkiaSharp;

namespace Parley.Chat.Transfer.Pdf;

/// <summary>A piece with its glyphs, at a size.</summary>
internal sealed class ShapedPiece
{
    private readonly (ushort Glyph, SKPoint At, uint Cluster)[] _glyphs;
    private readonly byte[] _utf8;
    private readonly PdfFont _font;
    private readonly float _size;

    public ShapedPiece(PdfPiece piece, float size)
    {
        (Piece, _size, _utf8) = (piece, size, Encoding.UTF8.GetBytes(piece.Text));
        _font = PdfFonts.For(piece.Text.EnumerateRunes().First().Value, piece.Style);
        var (glyphs, positions) = _font.Shape(_utf8, piece.Direction == TextDirection.Right);
        _glyphs = new (ushort, SKPoint, uint)[glyphs.Length];
        var scale = size / _font.Units;
        for (var i = 0; i < glyphs.Length; i++)
        {
            _glyphs[i] = ((ushort)glyphs[i].Codepoint, new SKPoint(Width + (positions[i].XOffset * scale), -positions[i].YOffset * scale), glyphs[i].Cluster);
            Width += positions[i].XAdvance * scale;
        }

        // In the order of the text, which is what a reader of the file copies; each has its place already.
        if (piece.Direction == TextDirection.Right) Array.Reverse(_glyphs);
    }

    public PdfPiece Piece { get; }

    public float Width { get; }

    public void Draw(SKCanvas canvas, float x, float baseline, SKPaint paint)
    {
        if (_glyphs.Length == 0) return;
        using var font = new SKFont(_font.Typeface, _size);
        using var builder = new SKTextBlobBuilder();
        // With the text beside the glyphs, a reader finds and copies what was said, whatever shapes the letters have.
        var run = builder.AllocateRawPositionedTextRun(font, _glyphs.Length, _utf8.Length);
        for (var i = 0; i < _glyphs.Length; i++) (run.Glyphs[i], run.Positions[i], run.Clusters[i]) = _glyphs[i];
        _utf8.CopyTo(run.Text);
        using var text = builder.Build();
        if (text is not null) canvas.DrawText(text, x, baseline, paint);
        if (Piece.Style.HasFlag(PdfStyle.Struck)) canvas.DrawRect(x, baseline - (_size * 0.3f), Width, _size * 0.06f, paint);
        if (Piece.Link is { } link) canvas.DrawUrlAnnotation(new SKRect(x, baseline - _size, x + Width, baseline + (_size * 0.3f)), link);
    }
}
