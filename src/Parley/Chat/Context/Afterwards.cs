using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Live;
using Parley.Chat.Memory;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Gateway.Ports;

namespace Parley.Chat.Context;

/// <summary>What is done for a conversation when an answer is complete and nobody waits: a title for a new one, a summary of the older part of a long one, and what its persona may want to remember, or what it remembers means.</summary>
internal sealed partial class Afterwards(
    IDbContextFactory<ParleyDbContext> databases, SideCall side, MemoryProposals proposals, MemoryModel embedding, MemoryVectors vectors, IRouteSource routes, ITokenEstimator estimator, Feed feed, TimeProvider time, ILogger<Afterwards> logger)
{
    /// <summary>A conversation that was imported may be many contexts long.</summary>
    private const int MostSummaries = 32;

    /// <summary>Does what is to be done; troubles are told in the log only.</summary>
    public async Task RunAsync(Caller caller, Guid userId, Guid conversationId, Guid answerId, string model, CancellationToken cancellationToken)
    {
        // It says what it always says.
        if (routes.Current.Find(model) is { } route && route.Candidates.All(c => c.Upstream.Kind == "demo")) return;
        try
        {
            await TitleAsync(caller, userId, conversationId, answerId, model, cancellationToken);
            await SummariseAsync(caller, userId, conversationId, answerId, model, cancellationToken);
            await proposals.RunAsync(caller, userId, answerId, model, cancellationToken);
            await EmbedAsync(caller, userId, answerId, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends: the next answer does it.
        }
        catch (Exception problem)
        {
            Failed(logger, conversationId, problem.GetBaseException().Message);
        }
    }

    private async Task TitleAsync(Caller caller, Guid userId, Guid conversationId, Guid answerId, string model, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var conversation = await db.Set<Conversation>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == conversationId && c.UserId == userId && c.DeletedAt == null, cancellationToken);
        if (conversation is null || conversation.IsTitled) return;
        var answer = await db.Set<Message>().AsNoTracking().SingleAsync(m => m.Id == answerId, cancellationToken);
        var question = await db.Set<Message>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == answer.ParentId && m.ParentId == null, cancellationToken);
        // Only the first exchange: later ones are not what it is about.
        if (question is null || (conversation.Title.Length > 0 && conversation.Title != Titles.Of(question.Text))) return;
        var said = await side.AskAsync(caller, model, Titles.Ask(question.Text, answer.Text), "chat,title", Titles.Longest * 4, cancellationToken);
        if (said is null || Titles.Clean(said.Text) is not { } title) return;
        var changed = await databases.ChangeAsync(async changing =>
        {
            var rows = await changing.Set<Conversation>().Where(c => c.Id == conversationId && !c.IsTitled)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.Title, title).SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);
            if (rows == 0) return (false, false);
            await feed.AppendAsync(changing, userId, "conversation", ConversationShown.Of(await changing.Set<Conversation>().AsNoTracking().SingleAsync(c => c.Id == conversationId, cancellationToken)), cancellationToken);
            return (true, true);
        }, cancellationToken);
        if (changed) feed.Wake(userId);
    }

    private async Task SummariseAsync(Caller caller, Guid userId, Guid conversationId, Guid answerId, string model, CancellationToken cancellationToken)
    {
        var window = ModelWindow.Of(routes, model);
        var counter = new TokenCounter(estimator, window.Tokenizer);
        var budget = ContextBudget.Of(window.Window, null, 0).History;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var branch = await Branches.ReadAsync(db, userId, conversationId, answerId, cancellationToken);
        var sizes = branch.ConvertAll(m => new MessageSize(counter.Of(m.Text), m.Role == MessageRole.User));
        for (var made = 0; made < MostSummaries; made++)
        {
            var known = await ContextBuilder.SummaryAsync(db, conversationId, branch, cancellationToken);
            var plan = SummaryPlan.Make(sizes, known is null ? 0 : branch.FindIndex(m => m.Id == known.UpToId) + 1, known is null ? 0 : counter.Of(known.Text), budget);
            if (plan.Count == 0) return;
            var said = await side.AskAsync(caller, model, Summaries.Ask(known?.Text, branch.GetRange(plan.From, plan.Count)), "chat,summary", Summaries.Longest, cancellationToken);
            if (said is null) return;
            var now = time.GetUtcNow();
            var row = new ConversationSummary
            {
                Id = Guid.CreateVersion7(now), ConversationId = conversationId, UserId = userId, UpToId = branch[plan.From + plan.Count - 1].Id, Messages = plan.From + plan.Count, Text = said.Text,
                Model = model, Provider = said.Provider, RequestId = said.RequestId, InputTokens = said.Usage?.PromptTokens, OutputTokens = said.Usage?.CompletionTokens, CreatedAt = now,
            };
            if (!await KeepAsync(row, cancellationToken)) return;
        }
    }

    /// <summary>Where there was no room for all memories, those are looked at that have no meaning yet: the next answer chooses by it.</summary>
    private async Task EmbedAsync(Caller caller, Guid userId, Guid answerId, CancellationToken cancellationToken)
    {
        if (embedding.Current is not { } model) return;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var answer = await db.Set<Message>().Where(m => m.Id == answerId && m.UserId == userId).Select(m => new { m.PersonaId, m.Context }).SingleOrDefaultAsync(cancellationToken);
        if (answer is not { PersonaId: { } persona, Context: { } made } || ContextUsed.Read(made).MemoryRanking is null or MemoryRanking.All) return;
        await vectors.FillAsync(caller, model, userId, persona, cancellationToken);
    }

    /// <summary>False when another one for the same messages was faster, or the conversation is gone.</summary>
    private Task<bool> KeepAsync(ConversationSummary row, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        if (await db.Set<ConversationSummary>().AnyAsync(s => s.ConversationId == row.ConversationId && s.UpToId == row.UpToId, cancellationToken)
            || !await db.Set<Conversation>().AnyAsync(c => c.Id == row.ConversationId, cancellationToken)) return (false, false);
        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return (true, true);
    }, cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Conversation {Conversation}: its title, summary or proposals of memories could not be made ({Problem}). The next answer tries again.")]
    private static partial void Failed(ILogger logger, Guid conversation, string problem);
}
