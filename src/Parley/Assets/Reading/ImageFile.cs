using SkiaSharp;

namespace Parley.Assets.Reading;

/// <summary>Draws a picture anew: upright, at most 2048 pixels long, without anything that was written beside its pixels. Pure.</summary>
internal static class ImageFile
{
    public const int MaxSide = 2048, ThumbnailSide = 256;
    public const long MaxPixels = 40_000_000;

    /// <summary>Vendors take no longer pictures than 5 MB, in base64.</summary>
    private const int MaxPng = 3_500_000;

    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    public static (ReadFile? File, FileRefusal? Refusal) Read(byte[] sent)
    {
        using var data = SKData.CreateCopy(sent);
        using var codec = SKCodec.Create(data);
        if (codec is null) return Refuse("This picture is damaged, or of a kind that cannot be read. Send a PNG, JPEG or WebP.");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        // The head says how large it will be: nothing is decoded before that is known.
        if ((long)width * height > MaxPixels)
            return (null, FileRefusal.TooLarge($"This picture has {width} x {height} pixels, and at most {MaxPixels / 1_000_000} million can be taken. Make it smaller."));
        using var color = SKColorSpace.CreateSrgb();
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul, color))) return Refuse("This picture could not be decoded.");
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success) return Refuse("This picture is damaged: a part of it is missing.");
        // Not to be copied once more.
        bitmap.SetImmutable();
        var (wide, high) = IsTurned(codec.EncodedOrigin) ? (height, width) : (width, height);
        using var image = SKImage.FromBitmap(bitmap);
        using var drawn = Draw(image, codec.EncodedOrigin, wide, high, MaxSide, color);
        using var small = Draw(image, codec.EncodedOrigin, wide, high, ThumbnailSide, color);
        var (content, type) = Encode(drawn, codec.EncodedFormat);
        List<string> notes = [];
        if (codec.EncodedFormat == SKEncodedImageFormat.Gif) notes.Add(codec.FrameCount > 1 ? "Of this moving GIF the first picture was kept, as a still PNG." : "This GIF was kept as a PNG.");
        else if (codec.FrameCount > 1) notes.Add("Of this moving picture the first one was kept.");
        if (drawn.Width != wide || drawn.Height != high) notes.Add($"Made smaller: {drawn.Width} x {drawn.Height} pixels instead of {wide} x {high}.");
        if (type == "image/webp" && codec.EncodedFormat is SKEncodedImageFormat.Png or SKEncodedImageFormat.Gif) notes.Add("Kept as WebP: as PNG it would be too long for models.");
        return (new ReadFile(FileKind.Image, type, content)
        {
            Width = drawn.Width, Height = drawn.Height, Thumbnail = Encode(small, SKEncodedImageFormat.Webp).Bytes, Note = notes.Count == 0 ? null : string.Join(' ', notes),
            Extension = type switch { "image/png" => ".png", "image/jpeg" => ".jpg", _ => ".webp" },
        }, null);

        static (ReadFile?, FileRefusal?) Refuse(string detail) => (null, FileRefusal.Unusable(detail));
    }

    private static SKImage Draw(SKImage image, SKEncodedOrigin origin, int width, int height, int most, SKColorSpace color)
    {
        var scale = Math.Min(1f, most / (float)Math.Max(width, height));
        var (wide, high) = (Math.Max(1, (int)MathF.Round(width * scale)), Math.Max(1, (int)MathF.Round(height * scale)));
        using var surface = SKSurface.Create(new SKImageInfo(wide, high, SKColorType.Rgba8888, SKAlphaType.Premul, color));
        surface.Canvas.Translate(wide / 2f, high / 2f);
        // How the camera was held.
        switch (origin)
        {
            case SKEncodedOrigin.TopRight: surface.Canvas.Scale(-1, 1); break;
            case SKEncodedOrigin.BottomRight: surface.Canvas.RotateDegrees(180); break;
            case SKEncodedOrigin.BottomLeft: surface.Canvas.Scale(1, -1); break;
            case SKEncodedOrigin.LeftTop: surface.Canvas.RotateDegrees(90); surface.Canvas.Scale(1, -1); break;
            case SKEncodedOrigin.RightTop: surface.Canvas.RotateDegrees(90); break;
            case SKEncodedOrigin.RightBottom: surface.Canvas.RotateDegrees(270); surface.Canvas.Scale(1, -1); break;
            case SKEncodedOrigin.LeftBottom: surface.Canvas.RotateDegrees(270); break;
        }

        // Before it was turned, its sides were the other way round.
        var (w, h) = IsTurned(origin) ? (high, wide) : (wide, high);
        surface.Canvas.DrawImage(image, SKRect.Create(image.Width, image.Height), SKRect.Create(-w / 2f, -h / 2f, w, h), Smooth);
        return surface.Snapshot();
    }

    private static bool IsTurned(SKEncodedOrigin origin) => origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    private static (byte[] Bytes, string MediaType) Encode(SKImage image, SKEncodedImageFormat format)
    {
        using var drawn = image.PeekPixels();
        // Without a color space no profile is written; sRGB is what everybody assumes then.
        using var pixels = drawn.WithColorSpace(null!);
        if (format == SKEncodedImageFormat.Jpeg) return (To(SKEncodedImageFormat.Jpeg, 90), "image/jpeg");
        if (format is SKEncodedImageFormat.Png or SKEncodedImageFormat.Gif && To(SKEncodedImageFormat.Png, 100) is { Length: <= MaxPng } png) return (png, "image/png");
        return (To(SKEncodedImageFormat.Webp, 88), "image/webp");

        byte[] To(SKEncodedImageFormat wanted, int quality)
        {
            using var encoded = pixels.Encode(wanted, quality) ?? throw new InvalidOperationException("A picture that was drawn could not be encoded.");
            return encoded.ToArray();
        }
    }
}
