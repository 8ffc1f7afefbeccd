using Microsoft.EntityFrameworkCore;
using Parley.Chat.Generations.Endpoints;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Gateway.Ports;

namespace Parley.Chat.Generations;

/// <summary>Reads generations and what came of them.</summary>
internal sealed class StreamTable(IDbContextFactory<ParleyDbContext> databases)
{
    /// <summary>Another node hears of a wish to stop within some seconds.</summary>
    public static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50), KnownWithin = TimeSpan.FromSeconds(3);

    public async Task<List<StreamShown>> ListAsync(Guid userId, Guid? before, int most, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var mine = db.Set<Generation>().AsNoTracking().Where(g => g.UserId == userId);
        // Ids sort by time.
        if (before is { } id) mine = mine.Where(g => g.Id < id);
        return await Shown(db, mine.OrderByDescending(g => g.Id).Take(most)).ToListAsync(cancellationToken);
    }

    public async Task<StreamShown?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Shown(db, db.Set<Generation>().AsNoTracking().Where(g => g.Id == id && g.UserId == userId)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Completes when the end of a generation is durable, wherever it is made, or when the time is over.</summary>
    public async Task WaitForEndAsync(Guid id, TimeProvider time, CancellationToken cancellationToken, TimeSpan? most = null)
    {
        var began = time.GetTimestamp();
        while (most is null || time.GetElapsedTime(began) < most)
        {
            await using (var db = await databases.CreateDbContextAsync(cancellationToken))
            {
                if (!await db.Set<Generation>().AnyAsync(g => g.Id == id && g.EndedAt == null, cancellationToken)) return;
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    /// <summary>Opens a stream. What another node has just begun is in the database a moment later, so it is waited for; null for one that is over and forgotten.</summary>
    public async Task<IStreamReader?> OpenAsync(IStreamStore streams, Guid id, Caller caller, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (await streams.FindAsync(id.ToString(), caller, cancellationToken) is { } reader) return reader;
            if (time.GetElapsedTime(began) > KnownWithin) return null;
            await using (var db = await databases.CreateDbContextAsync(cancellationToken))
            {
                if (!await db.Set<Generation>().AnyAsync(g => g.Id == id && g.EndedAt == null, cancellationToken)) return await streams.FindAsync(id.ToString(), caller, cancellationToken);
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    public async Task<(ChatAnswer? Answer, string? Problem)> ReadAnswerAsync(Guid userId, Guid messageId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var message = await db.Set<Message>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == messageId && m.UserId == userId, cancellationToken);
        if (message is null) return default;
        var usage = message.InputTokens is null && message.OutputTokens is null ? null : new ChatUsage(message.InputTokens, message.OutputTokens);
        return (new ChatAnswer(message.ConversationId, message.Id, message.Text, message.Model, message.FinishReason, message.Status, usage), message.Problem);
    }

    public async Task<List<SummaryShown>?> SummariesAsync(Guid userId, Guid conversationId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!await db.Set<Conversation>().AnyAsync(c => c.Id == conversationId && c.UserId == userId && c.DeletedAt == null, cancellationToken)) return null;
        return await db.Set<ConversationSummary>().Where(s => s.ConversationId == conversationId && s.UserId == userId).OrderBy(s => s.Id)
            .Select(s => new SummaryShown(s.Id, s.UpToId, s.Messages, s.Text, s.Model, s.Provider, s.RequestId, s.InputTokens, s.OutputTokens, s.CreatedAt)).ToListAsync(cancellationToken);
    }

    private static IQueryable<StreamShown> Shown(ParleyDbContext db, IQueryable<Generation> some) =>
        from g in some
        join m in db.Set<Message>() on g.MessageId equals m.Id
        select new StreamShown(g.Id, g.ConversationId, g.MessageId, g.EndedAt == null ? MessageStatus.Streaming : m.Status, m.Model, g.CreatedAt, g.EndedAt);
}
