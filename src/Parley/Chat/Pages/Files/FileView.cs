using Parley.Assets;
using Parley.Chat.Conversations;
using Parley.Chat.Sharing;

namespace Parley.Chat.Pages.Files;

/// <summary>A file as pages show it: with a message, in the composer, in the list of all files.</summary>
public sealed record FileView
{
    public required Guid Id { get; init; }

    /// <summary>Null when it was deleted.</summary>
    public required string? Name { get; init; }

    public bool IsPicture { get; init; }

    /// <summary>What it is, and how large: <c>PDF, 3 pages, 1.2 MB</c>.</summary>
    public string About { get; init; } = "";

    /// <summary>What was changed or left out.</summary>
    public string? Note { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>Null when it cannot be had here.</summary>
    public string? ContentUrl { get; init; }

    public string? ThumbnailUrl { get; init; }

    public DateTimeOffset At { get; init; }

    public bool IsGone => Name is null;

    /// <summary>The size at which its small form is shown alone: known before it is loaded, so that nothing moves.</summary>
    public (int Width, int Height) Fit => FileWords.Fit(Width, Height);

    internal static FileView Of(FileShown file) => Of(file.Id, file.Name, file.Kind, file.Size, file.Width, file.Height, file.Pages, file.ContentUrl, file.ThumbnailUrl) with { Note = file.Note, At = file.CreatedAt };

    internal static FileView Of(FileOfMessage file) => Of(file.Id, file.Name, file.Kind, file.Size, file.Width, file.Height, file.Pages, file.ContentUrl, file.ThumbnailUrl);

    /// <summary>Of a shared conversation: pictures are shown, of everything else the name.</summary>
    internal static FileView Of(SharedFile file, string token) => Of(
        file.Id, file.Name, file.Kind, file.Size, file.Width, file.Height, file.Pages,
        file.Kind == FileKind.Image ? $"/api/v1/shared/{token}/files/{file.Id}/content" : null, file.Kind == FileKind.Image ? $"/api/v1/shared/{token}/files/{file.Id}/thumbnail" : null);

    private static FileView Of(Guid id, string? name, FileKind? kind, long? size, int? width, int? height, int? pages, string? contentUrl, string? thumbnailUrl) => new()
    {
        Id = id, Name = name, IsPicture = kind == FileKind.Image && thumbnailUrl is not null, About = kind is { } known ? FileWords.About(known, pages, size ?? 0) : "",
        Width = width ?? 0, Height = height ?? 0, ContentUrl = contentUrl, ThumbnailUrl = thumbnailUrl,
    };
}
