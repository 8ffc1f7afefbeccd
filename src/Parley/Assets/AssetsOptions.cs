using System.ComponentModel.DataAnnotations;

namespace Parley.Assets;

/// <summary>What people may upload. Bound from <c>Parley:Files</c>.</summary>
internal sealed class AssetsOptions
{
    public const string Section = "Parley:Files";
    private const long Most = 1024L * 1024 * 1024;

    /// <summary>Longest picture in bytes, as it is sent; default 20 MiB.</summary>
    [Range(1024, Most)]
    public long MaxImageBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>Longest PDF or Word document in bytes; default 30 MiB.</summary>
    [Range(1024, Most)]
    public long MaxDocumentBytes { get; set; } = 30 * 1024 * 1024;

    /// <summary>Longest text in bytes, and how much text is taken out of a document; default 2 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public long MaxTextBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Most pages of a PDF; default 500.</summary>
    [Range(1, 10_000)]
    public int MaxPages { get; set; } = 500;

    /// <summary>Bytes of all files of one person together; default 1 GiB.</summary>
    [Range(1024, long.MaxValue)]
    public long MaxBytesPerPerson { get; set; } = Most;

    public long MaxBytes => Math.Max(Math.Max(MaxImageBytes, MaxDocumentBytes), MaxTextBytes);

    public long MaxBytesOf(FileKind kind) => kind switch { FileKind.Image => MaxImageBytes, FileKind.Text => MaxTextBytes, _ => MaxDocumentBytes };
}
