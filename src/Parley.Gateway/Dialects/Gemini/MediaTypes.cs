namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Media types as the vendor tells them apart.</summary>
internal static class MediaTypes
{
    /// <summary>What the vendor looks at or listens to as it is: PDFs, images, sound, films.</summary>
    public static bool IsMedia(string type) => type.Equals("application/pdf", StringComparison.OrdinalIgnoreCase) || Begins(type, "image/") || Begins(type, "audio/") || Begins(type, "video/");

    /// <summary>What is text to the vendor anyhow, and is sent as such.</summary>
    public static bool IsText(string type) => Begins(type, "text/") || Begins(type, "application/json") || Begins(type, "application/xml")
        || Begins(type, "application/javascript") || Begins(type, "application/x-yaml") || Begins(type, "application/yaml");

    /// <summary>The type that the end of an address's path tells, of those that the vendor fetches; null when it tells none.</summary>
    public static string? OfAddress(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)) return null;
        var path = address.AbsolutePath;
        return path[(path.LastIndexOf('.') + 1)..].ToLowerInvariant() switch
        {
            "png" => "image/png",
            "jpg" or "jpeg" => "image/jpeg",
            "webp" => "image/webp",
            "bmp" => "image/bmp",
            "pdf" => "application/pdf",
            "txt" or "md" => "text/plain",
            "htm" or "html" => "text/html",
            "csv" => "text/csv",
            "json" => "application/json",
            "mp4" => "video/mp4",
            "webm" => "video/webm",
            _ => null,
        };
    }

    private static bool Begins(string type, string with) => type.StartsWith(with, StringComparison.OrdinalIgnoreCase);
}
