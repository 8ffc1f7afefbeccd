using Parley.Assets;
using Parley.Chat.Conversations;
using Parley.Data;

namespace Parley.Chat.Transfer;

/// <summary>A file of a message, as exports tell of it: its name, and the small form of a picture.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="About">What it is, and how large.</param>
/// <param name="Thumbnail">WebP; null for what is no picture.</param>
internal sealed record ExportedFile(string Name, string About, byte[]? Thumbnail)
{
    public static ILookup<Guid, ExportedFile> None { get; } = Array.Empty<ExportedFile>().ToLookup(_ => Guid.Empty);

    /// <summary>The files of these messages that are still there, in their order.</summary>
    public static async Task<ILookup<Guid, ExportedFile>> ReadAsync(ParleyDbContext db, FileShelf shelf, Guid userId, IReadOnlyCollection<Guid> messageIds, bool withPictures, CancellationToken cancellationToken)
    {
        var files = await FileOfMessage.OfMessagesAsync(db, userId, messageIds, cancellationToken);
        List<(Guid Message, ExportedFile File)> read = [];
        foreach (var message in files)
        {
            foreach (var file in message.Where(f => f.Name is not null))
            {
                var thumbnail = withPictures && file.ThumbnailUrl is not null ? await shelf.ThumbnailAsync(userId, file.Id, cancellationToken) : null;
                read.Add((message.Key, new ExportedFile(file.Name!, FileWords.About(file.Kind!.Value, file.Pages, file.Size ?? 0), thumbnail)));
            }
        }

        return read.ToLookup(row => row.Message, row => row.File);
    }
}
