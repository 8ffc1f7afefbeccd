using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Shared;

namespace Parley.Chat.Conversations;

/// <summary>Reads messages of a branch.</summary>
internal static class MessagePages
{
    /// <summary>A page of a branch, counted from its newest end, oldest first.</summary>
    public static async Task<Page<MessageShown>> ReadAsync(
        ParleyDbContext db, Guid userId, MessageTree tree, IReadOnlyList<Guid> path, PageQuery query, CancellationToken cancellationToken)
    {
        var newestFirst = path.Reverse();
        // A cursor from before a change of branches leads nowhere: then there is nothing older here.
        if (query.After is { } after) newestFirst = newestFirst.SkipWhile(id => id != PathId.Read(after)).Skip(1);
        var page = query.ToPage([.. newestFirst.Take(query.Limit + 1)], id => id.ToString());
        return new([.. await ShowAsync(db, userId, tree, [.. page.Items.Reverse()], cancellationToken)], page.Next);
    }

    /// <summary>These messages, in this order.</summary>
    public static async Task<List<MessageShown>> ShowAsync(ParleyDbContext db, Guid userId, MessageTree tree, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var messages = await db.Set<Message>().AsNoTracking().Where(m => m.UserId == userId && ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellationToken);
        var files = await FileOfMessage.OfMessagesAsync(db, userId, ids, cancellationToken);
        return [.. ids.Where(messages.ContainsKey).Select(id => MessageShown.Of(messages[id], files[id], tree.Siblings(id)))];
    }
}
