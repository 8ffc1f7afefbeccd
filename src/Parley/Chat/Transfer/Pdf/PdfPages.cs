using System.Globalization;
using SkiaSharp;

namespace Parley.Chat.Transfer.Pdf;

/// <summary>Fills pages from top to bottom; what does not fit begins the next.</summary>
internal sealed class PdfPages(SKDocument document) : IDisposable
{
    public const float Width = 595, Height = 842, Margin = 56;

    private const float MostOfPicture = 192;

    private static readonly SKColor Ink = new(0x1a, 0x1a, 0x1a), Faint = new(0x70, 0x70, 0x70), Ground = new(0xf3, 0xf3, 0xf3), Edge = new(0xcc, 0xcc, 0xcc), LinkInk = new(0x0b, 0x57, 0xd0);

    private readonly SKPaint _paint = new() { IsAntialias = true };
    private readonly Stack<float> _bars = [];
    private SKCanvas? _canvas;
    private int _number;
    private float _y;

    /// <summary>Where text begins and how far it may go.</summary>
    public float Left { get; private set; } = Margin;

    public float Right { get; private set; } = Width - Margin;

    public static float Body => Height - (2 * Margin);

    public void Space(float height)
    {
        if (_canvas is null) return;
        if (_y + height > Height - Margin) EndPage();
        else Band(height);
    }

    public void Indent(float by, bool hasBar = false)
    {
        if (hasBar) _bars.Push(Left + 3);
        Left += by;
    }

    public void Outdent(float by, bool hasBar = false)
    {
        if (hasBar) _bars.Pop();
        Left -= by;
    }

    public void Paragraph(IEnumerable<PdfRun> runs, float size, bool isFaint = false, bool hasGround = false, float spacing = 1.45f)
    {
        var (lines, isRightToLeft) = TextLines.Break(runs, size, Right - Left - (hasGround ? 12 : 0));
        foreach (var line in lines)
        {
            Begin(size * spacing);
            if (hasGround) Fill(Left, _y, Right - Left, size * spacing, Ground);
            DrawLine(line, isRightToLeft, Left + (hasGround ? 6 : 0), Right - (hasGround ? 6 : 0), _y + (size * spacing * 0.74f), isFaint);
            Band(size * spacing);
        }
    }

    /// <summary>A mark in the margin of the line that comes next, such as a bullet.</summary>
    public void Mark(string text, float size, float spacing = 1.45f)
    {
        Begin(size * spacing);
        var (lines, _) = TextLines.Break([new PdfRun(text)], size, Width);
        DrawLine(lines[0], false, Left - 4 - lines[0].Sum(p => p.Width), Left, _y + (size * spacing * 0.74f), isFaint: true);
    }

    /// <summary>A small picture, that we drew.</summary>
    public void Picture(byte[] encoded)
    {
        using var image = SKImage.FromEncodedData(encoded);
        if (image is null) return;
        var scale = Math.Min(1, MostOfPicture / Math.Max(image.Width, image.Height));
        var height = image.Height * scale;
        Begin(height + 6);
        _canvas!.DrawImage(image, new SKRect(Left, _y + 3, Left + (image.Width * scale), _y + 3 + height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        Band(height + 6);
    }

    public void Rule()
    {
        Begin(12);
        Fill(Left, _y + 6, Right - Left, 0.7f, Edge);
        Band(12);
    }

    /// <summary>A row of a table; one that is higher than a page goes on below it, cell after cell.</summary>
    public void Row(IReadOnlyList<IReadOnlyList<PdfRun>> cells, IReadOnlyList<float> widths, float size, bool isHead)
    {
        var line = size * 1.4f;
        var broken = cells.Select((cell, i) => TextLines.Break(cell, size, widths[i] - 10)).ToList();
        var height = (broken.Max(cell => cell.Lines.Count) * line) + 8;
        if (height > Body)
        {
            foreach (var cell in cells) Paragraph(cell, size);
            return;
        }

        Begin(height);
        var x = Left;
        if (isHead) Fill(Left, _y, widths.Sum(), height, Ground);
        for (var i = 0; i < broken.Count; i++)
        {
            for (var n = 0; n < broken[i].Lines.Count; n++)
                DrawLine(broken[i].Lines[n], broken[i].IsRightToLeft, x + 5, x + widths[i] - 5, _y + 4 + (n * line) + (line * 0.74f), isFaint: false);
            Fill(x, _y, 0.6f, height, Edge);
            x += widths[i];
        }

        Fill(x, _y, 0.6f, height, Edge);
        Fill(Left, _y, widths.Sum(), 0.6f, Edge);
        Fill(Left, _y + height, widths.Sum(), 0.6f, Edge);
        Band(height);
    }

    public void Dispose()
    {
        if (_canvas is not null) EndPage();
        _paint.Dispose();
    }

    private void DrawLine(List<ShapedPiece> line, bool isRightToLeft, float left, float right, float baseline, bool isFaint)
    {
        var shaped = new Dictionary<PdfPiece, ShapedPiece>(ReferenceEqualityComparer.Instance);
        foreach (var each in line) shaped[each.Piece] = each;
        var ordered = TextPieces.Order([.. line.Select(p => p.Piece)], isRightToLeft);
        var width = line.Sum(p => p.Width) - (line.Count > 0 && line[^1].Piece.IsBlank ? line[^1].Width : 0);
        var x = isRightToLeft ? right - width - (line.Count > 0 && line[^1].Piece.IsBlank ? line[^1].Width : 0) : left;
        foreach (var piece in ordered)
        {
            var part = shaped[piece];
            _paint.Color = piece.Link is not null ? LinkInk : isFaint ? Faint : Ink;
            part.Draw(_canvas!, x, baseline, _paint);
            x += part.Width;
        }
    }

    private void Fill(float x, float y, float width, float height, SKColor color)
    {
        _paint.Color = color;
        _canvas!.DrawRect(x, y, width, height, _paint);
    }

    private void Begin(float height)
    {
        if (_canvas is not null && _y + height > Height - Margin) EndPage();
        if (_canvas is not null) return;
        _canvas = document.BeginPage(Width, Height);
        (_y, _number) = (Margin, _number + 1);
    }

    private void Band(float height)
    {
        foreach (var bar in _bars) Fill(bar, _y, 2, height, Edge);
        _y += height;
    }

    private void EndPage()
    {
        var (lines, _) = TextLines.Break([new PdfRun(_number.ToString(CultureInfo.InvariantCulture))], 9, Width);
        var width = lines[0].Sum(p => p.Width);
        DrawLine(lines[0], false, (Width - width) / 2, Width, Height - (Margin / 2), isFaint: true);
        document.EndPage();
        _canvas = null;
    }
}
