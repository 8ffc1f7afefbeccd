using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Assets;
using Parley.Chat.Conversations;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Sharing;

/// <summary>Share links in the database: at most one for a conversation.</summary>
internal sealed class ShareStore(IDbContextFactory<ParleyDbContext> databases, Feed feed, AccountStates accounts, TimeProvider time)
{
    private const int TokenCharacters = 32;
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Shares the branch that is shown, as it is now. A link that exists stays, and shows the conversation of now. Null when there is no such conversation.</summary>
    public async Task<(Share? Share, bool IsNew)> ShareAsync(Guid userId, Guid conversationId, CancellationToken cancellationToken)
    {
        var token = RandomNumberGenerator.GetString(Letters, TokenCharacters);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var (share, isNew) = await databases.ChangeAsync(async db =>
        {
            if (await ConversationStore.FindAsync(db, userId, conversationId, cancellationToken) is not { } conversation) return ((null, false), false);
            var tree = await ConversationStore.TreeAsync(db, userId, conversationId, cancellationToken);
            var branch = await MessagePages.ShowAsync(db, userId, tree, tree.PathTo(conversation.HeadId), cancellationToken);
            var snapshot = JsonSerializer.Serialize(SharedConversation.Of(conversation, branch, now), StrictJson.Options);
            var share = await db.Set<Share>().SingleOrDefaultAsync(s => s.ConversationId == conversationId && s.UserId == userId, cancellationToken);
            var isNew = share is null;
            if (share is null) db.Add(share = new Share { ConversationId = conversationId, UserId = userId, Token = token, CreatedAt = now, Snapshot = snapshot });
            else (share.CreatedAt, share.Snapshot) = (now, snapshot);
            await db.SaveChangesAsync(cancellationToken);
            await feed.AppendAsync(db, userId, "share", new { conversationId, shared = true }, cancellationToken);
            return (((Share?)share, isNew), true);
        }, cancellationToken);
        if (share is not null) feed.Wake(userId);
        return (share, isNew);
    }

    /// <summary>Takes the link back; false when there is no such conversation of the caller's. What is not shared stays so.</summary>
    public async Task<bool> RevokeAsync(Guid userId, Guid conversationId, CancellationToken cancellationToken)
    {
        var (found, changed) = await databases.ChangeAsync(async db =>
        {
            if (await ConversationStore.FindAsync(db, userId, conversationId, cancellationToken) is null) return ((false, false), false);
            if (await db.Set<Share>().Where(s => s.ConversationId == conversationId && s.UserId == userId).ExecuteDeleteAsync(cancellationToken) == 0) return ((true, false), false);
            await feed.AppendAsync(db, userId, "share", new { conversationId, shared = false }, cancellationToken);
            return ((true, true), true);
        }, cancellationToken);
        if (changed) feed.Wake(userId);
        return found;
    }

    /// <summary>What stands under a link, with the files that are still there; null when it was revoked, never was, its conversation is deleted or its owner's account closed.</summary>
    public async Task<SharedConversation?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, token, cancellationToken) is not var (userId, shared)) return null;
        Guid[] files = [.. shared.Files.Select(f => f.Id).Distinct()];
        return files.Length == 0 ? shared : shared.With([.. (await FileParts.ShowAsync(db, userId, files, cancellationToken)).Keys]);
    }

    /// <summary>Whose picture it is, when it was shared under this link; null for everything else.</summary>
    public async Task<Guid?> OwnerOfPictureAsync(string token, Guid fileId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, token, cancellationToken) is var (userId, shared) && shared.Files.Any(f => f.Id == fileId && f.Kind == FileKind.Image) ? userId : null;
    }

    private async Task<(Guid UserId, SharedConversation Shared)?> FindAsync(ParleyDbContext db, string token, CancellationToken cancellationToken)
    {
        if (token.Length != TokenCharacters) return null;
        var share = await db.Set<Share>().AsNoTracking().Where(s => s.Token == token && db.Set<Conversation>().Any(c => c.Id == s.ConversationId && c.DeletedAt == null))
            .Select(s => new { s.UserId, s.Snapshot }).SingleOrDefaultAsync(cancellationToken);
        // A link that is older than this version may hold what is not shown any more.
        return share is null || await accounts.IsClosedAsync(share.UserId, cancellationToken) ? null : (share.UserId, JsonSerializer.Deserialize<SharedConversation>(share.Snapshot, StrictJson.Lenient)!);
    }
}
