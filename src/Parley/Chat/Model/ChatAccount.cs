using Microsoft.EntityFrameworkCore;
using Parley.Chat.Live;
using Parley.Data;
using Parley.Identity;

namespace Parley.Chat.Model;

/// <summary>What accounts mean for chat: what is kept of a person's talks goes with the account, and what a person chose is told to all devices.</summary>
internal sealed class ChatAccount(Feed feed) : IAccountPart
{
    /// <summary>Other tabs and devices take it over at once.</summary>
    public Task PreferencesChangedAsync(ParleyDbContext db, Guid userId, Preferences preferences, CancellationToken cancellationToken) =>
        feed.AppendAsync(db, userId, "preferences", preferences, cancellationToken);

    public void Committed(Guid userId) => feed.Wake(userId);

    public async Task DeletingAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken)
    {
        // Messages, their files, summaries and generations go with their conversations.
        await db.Set<Conversation>().Where(c => c.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<FeedEvent>().Where(e => e.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<FeedHead>().Where(h => h.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }
}
