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

    public async Task<ChatsView> ReadAsync(Guid userId, string? show, string? cursor, HttpContext context)
    {
        var stop = context.RequestAborted;
        var (seq, _) = await feed.RangeAsync(userId, stop);
        var side = await chats.SideAsync(userId, null, null, null, context);
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
        if (ConversationCursor.TryRead(cursor, out var after)) rows = rows.Where(c => c.UpdatedAt < after.At || (c.UpdatedAt == after.At && c.Id.CompareTo(after.Id) < 0));
        var found = await rows.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id).Take(Page + 1).ToListAsync(stop);
        var items = found.Take(Page).Select(c => new ChatsItem(c.Id, c.Title.Length > 0 ? c.Title : "New chat", c.Folder, c.DeletedAt ?? c.UpdatedAt, c.DeletedAt is { } at ? Math.Max(0, (int)Math.Ceiling((at - oldest).TotalDays)) : 0));
        return new ChatsView(wanted, side, seq, [.. items], found.Count > Page ? new ConversationCursor(found[Page - 1].UpdatedAt, found[Page - 1].Id).ToString() : null);
    }
}
