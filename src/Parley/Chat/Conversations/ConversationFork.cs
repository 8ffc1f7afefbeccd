using Microsoft.EntityFrameworkCore;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Conversations;

/// <summary>Goes on elsewhere: a new conversation that begins with a copy of what led to a message. The old one stays as it is.</summary>
internal sealed class ConversationFork(IDbContextFactory<ParleyDbContext> databases, Feed feed, TimeProvider time)
{
    private const string Mark = " · branch";

    /// <summary>The new conversation; null when there is no such message, or it is still being written.</summary>
    public async Task<Conversation?> MakeAsync(Guid userId, Guid id, Guid messageId, CancellationToken cancellationToken)
    {
        // PostgreSQL keeps microseconds; whole milliseconds are the same everywhere.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var newId = Guid.CreateVersion7(now);
        var made = await databases.ChangeAsync(async db =>
        {
            if (await db.Set<Conversation>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == newId && c.UserId == userId, cancellationToken) is { } there) return (there, false);
            if (await ConversationStore.FindAsync(db, userId, id, cancellationToken) is not { } from) return ((Conversation?)null, false);
            var tree = await ConversationStore.TreeAsync(db, userId, id, cancellationToken);
            if (!tree.Contains(messageId)) return (null, false);
            List<Guid> path = [.. tree.PathTo(messageId)];
            var old = await db.Set<Message>().AsNoTracking().Where(m => m.UserId == userId && path.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellationToken);
            if (old.Values.Any(m => m.Status == MessageStatus.Streaming)) return (null, false);
            var copies = Copy([.. path.Select(one => old[one])], newId, now);
            var files = await db.Set<MessageFile>().AsNoTracking().Where(f => path.Contains(f.MessageId)).ToListAsync(cancellationToken);
            var row = new Conversation
            {
                Id = newId, UserId = userId, Title = TitleOf(from.Title), IsTitled = from.Title.Length > 0, HeadId = copies[^1].Id, PersonaId = from.PersonaId, Model = from.Model, Parameters = from.Parameters, Folder = from.Folder,
                CreatedAt = now, UpdatedAt = now, Version = 1,
            };
            db.Add(row);
            db.AddRange(copies);
            db.AddRange(files.Select(f => new MessageFile { MessageId = copies[path.IndexOf(f.MessageId)].Id, FileId = f.FileId, Place = f.Place }));
            await db.SaveChangesAsync(cancellationToken);
            await feed.AppendAsync(db, userId, "conversation", ConversationShown.Of(row), cancellationToken);
            return (row, true);
        }, cancellationToken);
        if (made is not null) feed.Wake(userId);
        return made;
    }

    /// <summary>What was said and who said it. What it took was spent once: tokens, cost and request stay with the first, as do ratings.</summary>
    private static List<Message> Copy(List<Message> path, Guid conversationId, DateTimeOffset now)
    {
        List<Message> copies = [];
        foreach (var message in path)
        {
            copies.Add(new Message
            {
                // Ids sort by time: in the order of the branch.
                Id = Guid.CreateVersion7(now.AddMilliseconds(copies.Count)), ConversationId = conversationId, UserId = message.UserId, ParentId = copies.Count > 0 ? copies[^1].Id : null, Role = message.Role, Text = message.Text,
                Reasoning = message.Reasoning, Status = message.Status, Model = message.Model, Provider = message.Provider, AnsweredBy = message.AnsweredBy, FinishReason = message.FinishReason, Problem = message.Problem,
                PersonaId = message.PersonaId, PersonaVersion = message.PersonaVersion, Tools = message.Tools, CreatedAt = message.CreatedAt, CompletedAt = message.CompletedAt,
            });
        }

        return copies;
    }

    private static string TitleOf(string title) => title.Length == 0 ? "" : title.Length + Mark.Length <= Conversation.MaxTitle ? title + Mark : title[..^Mark.Length] + Mark;
}
