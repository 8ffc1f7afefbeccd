using Microsoft.EntityFrameworkCore;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Conversations;

/// <summary>Keeps what people think of answers.</summary>
internal sealed class MessageRatings(IDbContextFactory<ParleyDbContext> databases, Feed feed)
{
    /// <summary>The message afterwards; unchanged when it is no answer, null when it is nobody's.</summary>
    public async Task<MessageShown?> RateAsync(Guid userId, Guid conversationId, Guid messageId, RatingWanted wanted, CancellationToken cancellationToken)
    {
        var shown = await databases.ChangeAsync(async db =>
        {
            if (await ConversationStore.FindAsync(db, userId, conversationId, cancellationToken) is null) return (null, false);
            var message = await db.Set<Message>().SingleOrDefaultAsync(m => m.UserId == userId && m.ConversationId == conversationId && m.Id == messageId, cancellationToken);
            if (message is null) return (null, false);
            var isAnswer = message.Role == MessageRole.Assistant;
            if (isAnswer)
            {
                message.Feedback = wanted.Rating switch { Rating.Good => 1, Rating.Bad => -1, _ => null };
                message.FeedbackText = wanted.Rating is null ? null : wanted.Comment;
                await db.SaveChangesAsync(cancellationToken);
            }

            var tree = await ConversationStore.TreeAsync(db, userId, conversationId, cancellationToken);
            var shown = (await MessagePages.ShowAsync(db, userId, tree, [messageId], cancellationToken)).Single();
            if (isAnswer) await feed.AppendAsync(db, userId, "message", shown, cancellationToken);
            return ((MessageShown?)shown, isAnswer);
        }, cancellationToken);
        if (shown is { Role: MessageRole.Assistant }) feed.Wake(userId);
        return shown;
    }
}
