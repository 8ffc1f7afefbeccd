namespace Parley.Assets.Model;

/// <summary>A person's file. It never changes; its bytes are blobs that other people's files may share.</summary>
internal sealed class StoredFile
{
    public const int MaxName = 200;

    /// <summary>Version 7: ids sort by time.</summary>
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required string Name { get; init; }

    public required FileKind Kind { get; init; }

    public required string MediaType { get; init; }

    public required long Size { get; init; }

    public required string Hash { get; init; }

    /// <summary>The small picture; null for what is no picture.</summary>
    public string? ThumbnailHash { get; init; }

    /// <summary>Text that was taken out of a document, UTF-8; null for pictures, and for texts, which are it themselves.</summary>
    public string? TextHash { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public int? Pages { get; init; }

    public int? Characters { get; init; }

    /// <summary>What was changed or left out, for the person.</summary>
    public string? Note { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public IEnumerable<string> Hashes => new[] { Hash, ThumbnailHash, TextHash }.OfType<string>();
}
