namespace Parley.Assets.Reading;

/// <summary>Tells by the first bytes what a file is; its name and what the sender says of it do not matter. Pure.</summary>
internal static class FileSignature
{
    /// <summary>As many bytes as are looked at.</summary>
    public const int Length = 1024;

    private static ReadOnlySpan<byte> Compound => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    public static (FileKind Kind, FileRefusal? Refusal) Of(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((byte[])[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) || head.StartsWith((byte[])[0xFF, 0xD8, 0xFF]) || head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)
            || (head.StartsWith("RIFF"u8) && head.Length >= 12 && head[8..12].SequenceEqual("WEBP"u8))) return (FileKind.Image, null);
        // Some writers put a mark or empty lines before it.
        var start = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        if (start.TrimStart(" \t\r\n"u8).StartsWith("%PDF-"u8)) return (FileKind.Pdf, null);
        if (head.StartsWith("PK\x03\x04"u8)) return (FileKind.Word, null);
        if (head.StartsWith(Compound)) return Refuse(FileRefusal.Unusable("This is an old Office file, or one that is protected with a password. Save it as DOCX or PDF, without a password, and send that."));
        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
            return Refuse(FileRefusal.Type(head[8..12].SequenceEqual("heic"u8) || head[8..12].SequenceEqual("heix"u8) || head[8..12].SequenceEqual("mif1"u8) || head[8..12].SequenceEqual("avif"u8)
                ? "Pictures of the kind HEIC or AVIF cannot be read here. Send a PNG, JPEG or WebP." : "Recordings and films cannot be read here."));
        return (FileKind.Text, null);

        static (FileKind, FileRefusal?) Refuse(FileRefusal refusal) => (FileKind.Text, refusal);
    }
}
