using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Parley.Assets;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Conversations;

/// <summary>A file that goes with a message. Of one that was deleted since, only the id is left.</summary>
internal sealed record FileOfMessage(
    Guid Id,
    [property: Description("Null when the file was deleted, like everything below.")] string? Name,
    FileKind? Kind, string? MediaType, long? Size, int? Width, int? Height,
    [property: Description("Pages of a PDF; null for everything else.")] int? Pages,
    string? ContentUrl,
    [property: Description("A small picture of it; null where there is none.")] string? ThumbnailUrl)
{
    /// <summary>The files of these messages, in their order.</summary>
    public static async Task<ILookup<Guid, FileOfMessage>> OfMessagesAsync(ParleyDbContext db, Guid userId, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        var rows = await db.Set<MessageFile>().AsNoTracking().Where(f => messageIds.Contains(f.MessageId)).OrderBy(f => f.Place).ToListAsync(cancellationToken);
        var shown = await FileParts.ShowAsync(db, userId, [.. rows.Select(r => r.FileId).Distinct()], cancellationToken);
        return rows.ToLookup(r => r.MessageId, r => Of(r.FileId, shown.GetValueOrDefault(r.FileId)));
    }

    /// <summary>Those of these files that are there, in this order.</summary>
    public static async Task<IReadOnlyList<FileOfMessage>> ReadAsync(ParleyDbContext db, Guid userId, IReadOnlyList<Guid> fileIds, CancellationToken cancellationToken)
    {
        var shown = await FileParts.ShowAsync(db, userId, fileIds, cancellationToken);
        return [.. fileIds.Where(shown.ContainsKey).Select(id => Of(id, shown[id]))];
    }

    private static FileOfMessage Of(Guid id, FileShown? file) => new(id, file?.Name, file?.Kind, file?.MediaType, file?.Size, file?.Width, file?.Height, file?.Pages, file?.ContentUrl, file?.ThumbnailUrl);
}
