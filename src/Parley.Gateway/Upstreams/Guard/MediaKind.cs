namespace Parley.Gateway.Upstreams.Guard;

/// <summary>What a file is, by its first bytes: servers say what they like.</summary>
internal static class MediaKind
{
    /// <summary>The media type of a picture or PDF that vendors take; null for anything else.</summary>
    public static string? Of(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])) return "image/png";
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "image/jpeg";
        if (file.StartsWith("GIF8"u8)) return "image/gif";
        if (file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8)) return "image/webp";
        return file.StartsWith("%PDF-"u8) ? "application/pdf" : null;
    }
}
