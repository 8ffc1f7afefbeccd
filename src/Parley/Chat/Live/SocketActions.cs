using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Shared;

namespace Parley.Chat.Live;

/// <summary>What a client may say on its socket. Each word is looked at for itself: whose conversation it is stands in the query.</summary>
internal sealed class SocketActions(IDbContextFactory<ParleyDbContext> databases, FeedSignal signal, Feed feed)
{
    /// <summary>Does what a message says; the answer for the one who sent it, or null for none.</summary>
    public async Task<FeedNote?> TakeAsync(Guid userId, FeedListener from, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            var said = JsonSerializer.Deserialize<Said>(message.Span, StrictJson.Options);
            switch (said?.Kind)
            {
                case "ping":
                    return new FeedNote("pong", new { });
                case "typing" when Data<TypingSaid>(said) is { } typing:
                    if (!await OwnsAsync(userId, typing.ConversationId, cancellationToken)) return Problem("There is no such conversation.");
                    signal.Tell(userId, new FeedNote("typing", new TypingData(typing.ConversationId, from.Connection)), from);
                    return null;
                case "presence" when Data<PresenceSaid>(said) is { } presence:
                    signal.Tell(userId, new FeedNote("presence", new PresenceData(signal.CountOf(userId), presence.IsActive)), from);
                    return null;
                case "read" when Data<ReadData>(said) is { } read:
                    return await ReadAsync(userId, read, cancellationToken) ? null : Problem("There is no such message.");
                default:
                    return Problem("A message is {\"kind\",\"data\"}, and its kind one of typing, presence, read and ping.");
            }
        }
        catch (JsonException problem)
        {
            return Problem($"The message is no JSON that can be used: {problem.Message}");
        }
    }

    private static T? Data<T>(Said said) where T : class => said.Data.ValueKind == JsonValueKind.Undefined ? null : said.Data.Deserialize<T>(StrictJson.Options);

    private static FeedNote Problem(string detail) => new("problem", new ProblemSaid(detail));

    private async Task<bool> OwnsAsync(Guid userId, Guid conversationId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Conversation>().AnyAsync(c => c.Id == conversationId && c.UserId == userId && c.DeletedAt == null, cancellationToken);
    }

    private async Task<bool> ReadAsync(Guid userId, ReadData read, CancellationToken cancellationToken)
    {
        var (found, isNew) = await databases.ChangeAsync(async db =>
        {
            var isThere = await db.Set<Message>().AnyAsync(m => m.Id == read.MessageId && m.ConversationId == read.ConversationId && m.UserId == userId, cancellationToken);
            var changed = isThere ? await db.Set<Conversation>().Where(c => c.Id == read.ConversationId && c.UserId == userId && (c.ReadId == null || c.ReadId != read.MessageId))
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.ReadId, read.MessageId), cancellationToken) : 0;
            if (changed > 0) await feed.AppendAsync(db, userId, "read", read, cancellationToken);
            return ((isThere, changed > 0), changed > 0);
        }, cancellationToken);
        if (isNew) feed.Wake(userId);
        return found;
    }

    private sealed record Said(string Kind, JsonElement Data = default);

    private sealed record TypingSaid(Guid ConversationId);

    private sealed record PresenceSaid(bool IsActive);

    private sealed record ProblemSaid(string Detail);
}
