using System.ComponentModel;
using Parley.Assets.Model;

namespace Parley.Assets;

/// <summary>A file as the API shows it.</summary>
internal sealed record FileShown(
    Guid Id, string Name, FileKind Kind,
    [property: Description("Of what is kept: pictures are drawn anew, and texts are kept in UTF-8.")] string MediaType,
    [property: Description("Bytes of what is kept.")] long Size,
    [property: Description("Pixels; null for what is no picture.")] int? Width, int? Height,
    [property: Description("Pages of a PDF.")] int? Pages,
    [property: Description("Characters of text that a model can be given; null for pictures.")] int? Characters,
    [property: Description("What was changed or left out, for the person; null for nothing.")] string? Note,
    string ContentUrl,
    [property: Description("A small picture of it; null where there is none.")] string? ThumbnailUrl,
    DateTimeOffset CreatedAt)
{
    internal static FileShown Of(StoredFile file) => new(file.Id, file.Name, file.Kind, file.MediaType, file.Size, file.Width, file.Height, file.Pages, file.Characters, file.Note,
        $"/api/v1/files/{file.Id}/content", file.ThumbnailHash is null ? null : $"/api/v1/files/{file.Id}/thumbnail", file.CreatedAt);
}
