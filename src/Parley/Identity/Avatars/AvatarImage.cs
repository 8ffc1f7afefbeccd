using SkiaSharp;

namespace Parley.Identity.Avatars;

/// <summary>Makes a person's picture of what they sent. The type is told by the content, the size is looked at before anything is decoded, and what is kept was drawn by us: no metadata, no
/// foreign bytes. Pure.</summary>
internal static class AvatarImage
{
    public const int Side = 256, MaxBytes = 5 * 1024 * 1024;
    private const long MaxPixels = 40_000_000;

    /// <summary>The picture as WebP; null for what is no PNG, JPEG or WebP, is damaged, or has too many pixels.</summary>
    public static byte[]? Make(byte[] sent)
    {
        using var data = SKData.CreateCopy(sent);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Webp)) return null;
        if (codec.Info.Width < 1 || codec.Info.Height < 1 || (long)codec.Info.Width * codec.Info.Height > MaxPixels) return null;
        using var bitmap = new SKBitmap(codec.Info.WithColorType(SKColorType.Rgba8888).WithAlphaType(SKAlphaType.Premul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success) return null;
        using var image = SKImage.FromBitmap(bitmap);
        using var surface = SKSurface.Create(new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Premul));
        Turn(surface.Canvas, codec.EncodedOrigin);
        var side = Math.Min(bitmap.Width, bitmap.Height);
        var middle = SKRect.Create((bitmap.Width - side) / 2f, (bitmap.Height - side) / 2f, side, side);
        surface.Canvas.DrawImage(image, middle, SKRect.Create(Side, Side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var drawn = surface.Snapshot();
        using var encoded = drawn.Encode(SKEncodedImageFormat.Webp, 85);
        return encoded.ToArray();
    }

    /// <summary>As the camera was held: what is drawn is square, so the middle stays the middle.</summary>
    private static void Turn(SKCanvas canvas, SKEncodedOrigin origin)
    {
        const float Half = Side / 2f;
        canvas.Translate(Half, Half);
        switch (origin)
        {
            case SKEncodedOrigin.TopRight: canvas.Scale(-1, 1); break;
            case SKEncodedOrigin.BottomRight: canvas.RotateDegrees(180); break;
            case SKEncodedOrigin.BottomLeft: canvas.Scale(1, -1); break;
            case SKEncodedOrigin.LeftTop: canvas.RotateDegrees(90); canvas.Scale(1, -1); break;
            case SKEncodedOrigin.RightTop: canvas.RotateDegrees(90); break;
            case SKEncodedOrigin.RightBottom: canvas.RotateDegrees(270); canvas.Scale(1, -1); break;
            case SKEncodedOrigin.LeftBottom: canvas.RotateDegrees(270); break;
        }

        canvas.Translate(-Half, -Half);
    }
}
