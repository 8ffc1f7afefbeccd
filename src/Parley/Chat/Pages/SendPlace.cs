using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Pages;

/// <summary>What a message that a page sends follows: the last one that the page showed, whatever happened elsewhere since.</summary>
/// <param name="ParentId">Null for the end of the branch that is shown.</param>
/// <param name="IsStale">The talk went on behind it already: the message begins a branch.</param>
internal readonly record struct SendPlace(Guid? ParentId, bool IsStale)
{
    public const string Said = "This chat had gone on elsewhere, so your message began a branch of its own. The arrows at your message lead to the other one.";

    public static async Task<SendPlace> FindAsync(ParleyDbContext db, Guid userId, Guid conversationId, string shown, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(shown, "D", out var parent)) return default;
        var mine = db.Set<Message>().Where(m => m.ConversationId == conversationId && m.UserId == userId);
        return await mine.AnyAsync(m => m.Id == parent, cancellationToken) ? new(parent, await mine.AnyAsync(m => m.ParentId == parent, cancellationToken)) : default;
    }
}
