using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Chat.Sharing;

/// <summary>A share link, for the one whose conversation it is.</summary>
internal sealed record ShareShown(string Token, string Url, DateTimeOffset CreatedAt)
{
    public static ShareShown Of(Share share, HttpRequest request) => new(share.Token, $"{request.Scheme}://{request.Host}/shared/{share.Token}", share.CreatedAt);

    public static async Task<ShareShown?> FindAsync(ParleyDbContext db, HttpRequest request, Guid userId, Guid conversationId, CancellationToken cancellationToken)
    {
        var share = await db.Set<Share>().AsNoTracking().Where(s => s.UserId == userId && s.ConversationId == conversationId)
            .Select(s => new { s.Token, s.CreatedAt }).SingleOrDefaultAsync(cancellationToken);
        return share is null ? null : Of(new Share { ConversationId = conversationId, UserId = userId, Token = share.Token, CreatedAt = share.CreatedAt, Snapshot = "" }, request);
    }
}
