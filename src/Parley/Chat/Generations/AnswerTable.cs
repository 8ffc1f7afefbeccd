using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Generations;

/// <summary>Writes what is made of answers. A message that is gone meanwhile stays gone.</summary>
internal sealed partial class AnswerTable(IDbContextFactory<ParleyDbContext> databases, Feed feed, TimeProvider time, ILogger<AnswerTable> logger)
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    /// <summary>Keeps what there is of an answer, and tells a finished block of it, if there is one; returns the number of that event, or 0.</summary>
    public async Task<long> KeepAsync(Guid userId, Guid messageId, string text, string? reasoning, BlockData? block, CancellationToken cancellationToken)
    {
        var seq = await databases.ChangeAsync(async db =>
        {
            var rows = await db.Set<Message>().Where(m => m.Id == messageId && m.Status == MessageStatus.Streaming)
                .ExecuteUpdateAsync(m => m.SetProperty(x => x.Text, text).SetProperty(x => x.Reasoning, reasoning), cancellationToken);
            return (rows > 0 && block is not null ? await feed.AppendAsync(db, userId, "block", block, cancellationToken) : 0, rows > 0);
        }, cancellationToken);
        return seq;
    }

    /// <summary>Writes the end, and tells it. Tried again until it is durable, or the process must end: then the next one finds the answer interrupted.</summary>
    public async Task FinishAsync(WholeAnswer answer, LiveAnswer? live, CancellationToken over)
    {
        var isTroubled = false;
        while (true)
        {
            try
            {
                await FinishAsync(answer, isMaker: live is not null, CancellationToken.None);
                break;
            }
            catch (Exception problem)
            {
                if (!isTroubled) Troubled(logger, answer.MessageId, problem.GetBaseException().Message);
                isTroubled = true;
                if (over.IsCancellationRequested) break;
                await Task.Delay(AfterTrouble, time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        live?.End();
        feed.Wake(answer.UserId);
    }

    /// <summary>Generations of others, and of earlier processes, that nobody makes any more.</summary>
    public async Task<List<Generation>> FindDeadAsync(string node, DateTimeOffset silentSince, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Generation>().AsNoTracking().Where(g => g.EndedAt == null && g.Node != node && g.AliveAt < silentSince).OrderBy(g => g.AliveAt).Take(200).ToListAsync(cancellationToken);
    }

    /// <summary>Says of all generations of a process that they are alive.</summary>
    public async Task SayAliveAsync(string node, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<Generation>().Where(g => g.Node == node && g.EndedAt == null).ExecuteUpdateAsync(g => g.SetProperty(x => x.AliveAt, now), cancellationToken);
    }

    /// <summary>What an answer that nobody makes any more is known to say.</summary>
    public async Task<(string Text, string? Reasoning)> ReadAsync(Guid messageId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await db.Set<Message>().Where(m => m.Id == messageId).Select(m => new { m.Text, m.Reasoning }).SingleAsync(cancellationToken);
        return (found.Text, found.Reasoning);
    }

    private async Task FinishAsync(WholeAnswer answer, bool isMaker, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await databases.ChangeAsync(async db =>
        {
            // One end is written. That of whoever makes it goes before that of somebody who took it for dead, as long as nobody went on with the answer since.
            var isSuperseded = await db.Set<Generation>().AnyAsync(g => g.MessageId == answer.MessageId && g.Id != answer.GenerationId && g.CreatedAt > db.Set<Generation>().Where(x => x.Id == answer.GenerationId).Select(x => x.CreatedAt).First(), cancellationToken);
            var ended = await db.Set<Generation>().Where(g => g.Id == answer.GenerationId && (g.EndedAt == null || (isMaker && !isSuperseded))).ExecuteUpdateAsync(g => g.SetProperty(x => x.EndedAt, now), cancellationToken);
            if (ended == 0) return (true, false);
            if (await db.Set<Message>().SingleOrDefaultAsync(m => m.Id == answer.MessageId, cancellationToken) is not { } message) return (true, true);
            (message.Text, message.Reasoning, message.Status, message.FinishReason, message.Problem) = (answer.Text, answer.Reasoning, answer.End.Status, answer.End.FinishReason, answer.End.Problem);
            (message.Provider, message.RequestId) = (answer.Provider ?? message.Provider, answer.RequestId ?? message.RequestId);
            (message.AnsweredBy, message.CostUsd) = (answer.AnsweredBy ?? message.AnsweredBy, answer.CostUsd is { } cost ? cost + (message.CostUsd ?? 0) : message.CostUsd);
            (message.InputTokens, message.OutputTokens) = (answer.InputTokens ?? message.InputTokens, answer.OutputTokens ?? message.OutputTokens);
            (message.PersonaId, message.PersonaVersion, message.Memories) = (answer.PersonaId, answer.PersonaVersion, answer.Memories);
            (message.Context, message.Tools, message.CompletedAt) = (answer.Context ?? message.Context, answer.Tools, now);
            await db.SaveChangesAsync(cancellationToken);
            await db.Set<Conversation>().Where(c => c.Id == answer.ConversationId).ExecuteUpdateAsync(c => c.SetProperty(x => x.UpdatedAt, now).SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);
            if (answer.Last is { } last) await feed.AppendAsync(db, answer.UserId, "block", last, cancellationToken);
            await feed.AppendAsync(db, answer.UserId, "message", MessageShown.Of(message, []), cancellationToken);
            if (await db.Set<Conversation>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == answer.ConversationId && c.DeletedAt == null, cancellationToken) is { } conversation)
                await feed.AppendAsync(db, answer.UserId, "conversation", ConversationShown.Of(conversation), cancellationToken);
            return (true, true);
        }, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of the answer {Message} cannot be written to the database ({Problem}). It is tried again.")]
    private static partial void Troubled(ILogger logger, Guid message, string problem);
}
