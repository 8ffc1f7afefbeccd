using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Pages.Reading;

/// <summary>Reads the page of all, archived or deleted conversations.</summary>
internal sealed class ChatsReader(IDbContextFactory<ParleyDbContext> databases, ChatReader chats, FeedTable feed, TimeProvider time)
{
    private const int Page = 50;

    public async Task<ChatsView> ReadAsync(Guid userId, string? show, string? folder, string? cursor, HttpContext context)
    {
        var stop = context.RequestAborted;
        var (seq, _) = await feed.RangeAsync(userId, stop);
        var side = await chats.SideAsync(userId, null, new SideQuery(), context);
        await using var db = await databases.CreateDbContextAsync(stop);
        var now = time.GetUtcNow();
        var oldest = now - ConversationStore.Keep;
        var wanted = show is ChatsView.Archived or ChatsView.Deleted ? show : ChatsView.All;
        var rows = db.Set<Conversation>().AsNoTracking().Where(c => c.UserId == userId);
        rows = wanted switch
        {
            ChatsView.Deleted => rows.Where(c => c.DeletedAt != null && c.DeletedAt >= oldest),
            ChatsView.Archived => rows.Where(c => c.DeletedAt == null && c.IsArchived),
            _ => rows.Where(c => c.DeletedAt == null && !c.IsArchived),
        };
        if (!string.IsNullOrEmpty(folder))
        {
            var names = await Folders.NamesAsync(rows, folder, stop);
            rows = rows.Where(c => c.Folder != null && names.Contains(c.Folder));
        }

        var found = await rows.Behind(cursor).NewestFirst().Take(Page + 1).ToListAsync(stop);
        var items = found.Take(Page).Select(c => new ChatsItem(c.Id, c.Title.Length > 0 ? c.Title : "New chat", c.Folder, c.DeletedAt ?? c.UpdatedAt, c.DeletedAt is { } at ? Math.Max(0, (int)Math.Ceiling((at - oldest).TotalDays)) : 0));
        return new ChatsView(wanted, string.IsNullOrEmpty(folder) ? null : folder, side, seq, [.. items], found.Count > Page ? new ConversationCursor(found[Page - 1].UpdatedAt, found[Page - 1].Id).ToString() : null);
    }
}
