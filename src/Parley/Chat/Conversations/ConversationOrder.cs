using Parley.Chat.Model;

namespace Parley.Chat.Conversations;

/// <summary>The order of lists: by time and id, both falling.</summary>
internal static class ConversationOrder
{
    public static IQueryable<Conversation> NewestFirst(this IQueryable<Conversation> some) => some.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id);

    /// <summary>Those behind a place in the list; all when it is no cursor.</summary>
    public static IQueryable<Conversation> Behind(this IQueryable<Conversation> some, string? cursor) =>
        ConversationCursor.TryRead(cursor, out var after) ? some.Where(c => c.UpdatedAt < after.At || (c.UpdatedAt == after.At && c.Id.CompareTo(after.Id) < 0)) : some;
}
