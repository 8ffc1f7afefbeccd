using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Context;

/// <summary>Reads branches of conversations.</summary>
internal static class Branches
{
    private const int Together = 500;

    /// <summary>The messages from the first one to <paramref name="last"/>, oldest first; empty when that is no message of this conversation.</summary>
    public static async Task<List<BranchMessage>> ReadAsync(ParleyDbContext db, Guid userId, Guid conversationId, Guid last, CancellationToken cancellationToken)
    {
        var path = await PathAsync(db, userId, conversationId, last, cancellationToken);
        List<BranchMessage> messages = [];
        foreach (var some in path.Chunk(Together))
        {
            var found = await db.Set<Message>().AsNoTracking().Where(m => some.Contains(m.Id)).Select(m => new BranchMessage(m.Id, m.Role, m.Text, m.Status)).ToDictionaryAsync(m => m.Id, cancellationToken);
            messages.AddRange(some.Select(id => found[id]));
        }

        return messages;
    }

    /// <summary>Ids of the messages from the first one to <paramref name="last"/>.</summary>
    public static async Task<List<Guid>> PathAsync(ParleyDbContext db, Guid userId, Guid conversationId, Guid last, CancellationToken cancellationToken)
    {
        // The tree without its texts: branches that are not wanted may be long.
        var parents = await db.Set<Message>().Where(m => m.ConversationId == conversationId && m.UserId == userId)
            .Select(m => new { m.Id, m.ParentId }).ToDictionaryAsync(m => m.Id, m => m.ParentId, cancellationToken);
        return PathTo(parents, last);
    }

    /// <summary>Ids from the first message to <paramref name="last"/>. A tree has no circles; one that had some would end here all the same.</summary>
    public static List<Guid> PathTo(IReadOnlyDictionary<Guid, Guid?> parents, Guid last)
    {
        List<Guid> path = [];
        for (Guid? at = last; at is { } id && parents.ContainsKey(id) && path.Count <= parents.Count; at = parents[id]) path.Add(id);
        path.Reverse();
        return path;
    }
}
