using Microsoft.EntityFrameworkCore;
using Parley.Assets;
using Parley.Chat.Conversations;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Pages.Files;

/// <summary>Reads a person's files, and where they are used.</summary>
internal sealed class FilesReader(IDbContextFactory<ParleyDbContext> databases, FileShelf shelf)
{
    private const int Page = 50;

    public async Task<FilesView> ReadAsync(Guid userId, Guid? before, CancellationToken cancellationToken)
    {
        var files = await shelf.ListAsync(userId, before, Page + 1, cancellationToken);
        var shown = files.Take(Page).ToList();
        var (count, bytes) = await shelf.UsedAsync(userId, cancellationToken);
        var places = await PlacesAsync(userId, [.. shown.Select(f => f.Id)], cancellationToken);
        var drafts = await DraftsAsync(userId, cancellationToken);
        return new FilesView([.. shown.Select(f => Of(f, places[f.Id], drafts[f.Id].FirstOrDefault()))], count, bytes, shelf.Limits.MaxBytesPerPerson, files.Count > Page ? shown[^1].Id : null, before is null);
    }

    /// <summary>Whether a message has it, also one of a deleted conversation.</summary>
    public async Task<bool> IsUsedAsync(Guid userId, Guid id, CancellationToken cancellationToken) => (await PlacesAsync(userId, [id], cancellationToken)).Contains(id);

    /// <summary>Files that wait in drafts.</summary>
    private async Task<ILookup<Guid, FilePlace>> DraftsAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<Conversation>().Where(c => c.UserId == userId && c.DraftFiles != null && c.DeletedAt == null).Select(c => new { c.Id, c.Title, c.DraftFiles }).ToListAsync(cancellationToken);
        return rows.SelectMany(c => DraftFiles.Read(c.DraftFiles).Select(file => (File: file, Place: new FilePlace(c.Id, null, c.Title.Length > 0 ? c.Title : "New chat")))).ToLookup(p => p.File, p => p.Place);
    }

    private async Task<ILookup<Guid, Place>> PlacesAsync(Guid userId, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return Array.Empty<Place>().ToLookup(p => p.FileId);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from file in db.Set<MessageFile>().AsNoTracking()
            join message in db.Set<Message>() on file.MessageId equals message.Id
            join conversation in db.Set<Conversation>() on message.ConversationId equals conversation.Id
            where ids.Contains(file.FileId) && conversation.UserId == userId
            orderby message.Id
            select new Place(file.FileId, conversation.Id, message.Id, conversation.Title, conversation.DeletedAt != null)).ToListAsync(cancellationToken);
        return rows.ToLookup(p => p.FileId);
    }

    /// <summary>A conversation is named once, at the first message that has the file.</summary>
    private static UsedFile Of(FileShown file, IEnumerable<Place> places, FilePlace? draft)
    {
        var all = places.ToList();
        return new UsedFile(
            FileView.Of(file), [.. all.Where(p => !p.IsDeleted).DistinctBy(p => p.ConversationId).Select(p => new FilePlace(p.ConversationId, p.MessageId, p.Title.Length > 0 ? p.Title : "New chat"))], all.Any(p => p.IsDeleted), draft);
    }

    private sealed record Place(Guid FileId, Guid ConversationId, Guid MessageId, string Title, bool IsDeleted);
}
