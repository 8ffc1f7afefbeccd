using System.Globalization;

namespace Parley.Assets;

/// <summary>Files in words and numbers. Pure.</summary>
internal static class FileWords
{
    private const int WidestAlone = 256, HighestAlone = 220, Smallest = 48;

    public static string About(FileKind kind, int? pages, long size) => (kind, pages) switch
    {
        (FileKind.Image, _) => $"Picture, {Bytes(size)}",
        (FileKind.Pdf, { } count) => $"PDF, {count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? "page" : "pages")}, {Bytes(size)}",
        (FileKind.Pdf, null) => $"PDF, {Bytes(size)}",
        (FileKind.Word, _) => $"Word, {Bytes(size)}",
        _ => $"Text, {Bytes(size)}",
    };

    /// <summary>A size as people read it: <c>1.2 MB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes.ToString(CultureInfo.InvariantCulture)} {(bytes == 1 ? "byte" : "bytes")}",
        < 1024 * 1024 => $"{Round(bytes / 1024d)} KB",
        < 1024L * 1024 * 1024 => $"{Round(bytes / 1024d / 1024)} MB",
        _ => $"{Round(bytes / 1024d / 1024 / 1024)} GB",
    };

    /// <summary>What may be attached, in one sentence.</summary>
    public static string Limits(FileLimits limits) =>
        $"Pictures (PNG, JPEG, WebP, GIF) up to {Bytes(limits.MaxImageBytes)}, PDF and Word up to {Bytes(limits.MaxDocumentBytes)}, texts up to {Bytes(limits.MaxTextBytes)}; {limits.MaxFilesPerMessage} with a message.";

    /// <summary>How large a picture is shown: whole, within bounds, never so thin that nobody can hit it.</summary>
    public static (int Width, int Height) Fit(int width, int height)
    {
        if (width <= 0 || height <= 0) return (HighestAlone, HighestAlone);
        var scale = Math.Min(1, Math.Min((double)WidestAlone / width, (double)HighestAlone / height));
        return (Math.Clamp((int)Math.Round(width * scale), Smallest, WidestAlone), Math.Clamp((int)Math.Round(height * scale), Smallest, HighestAlone));
    }

    private static string Round(double value) => value.ToString(value < 10 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
