using Microsoft.EntityFrameworkCore;
using Parley.Assets;
using Parley.Chat.Conversations;
using Parley.Chat.Memory;
using Parley.Chat.Model;
using Parley.Chat.Personas;
using Parley.Data;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Chat.Context;

/// <summary>Gathers what a model is given to answer: persona, memories, summary, and as much of the branch as fits.</summary>
internal sealed class ContextBuilder(IDbContextFactory<ParleyDbContext> databases, IPersonaSource personas, IAttachedFiles files, IRouteSource routes, ITokenEstimator estimator)
{
    /// <summary>Makes the prompt for an answer to <paramref name="question"/>.</summary>
    /// <param name="caller">Who asks, and who is metered.</param>
    /// <param name="userId">Whose conversation.</param>
    /// <param name="conversationId">Which.</param>
    /// <param name="question">The last message that the model is given; for an answer that is gone on with, that answer.</param>
    /// <param name="model">The model that is asked.</param>
    /// <param name="personaId">Who answers; null for the conversation's.</param>
    /// <param name="continues">The last message is an answer that broke off.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ContextMade> BuildAsync(Caller caller, Guid userId, Guid conversationId, Guid question, string model, Guid? personaId, bool continues, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var conversation = await db.Set<Conversation>().AsNoTracking().SingleAsync(c => c.Id == conversationId && c.UserId == userId, cancellationToken);
        var branch = await Branches.ReadAsync(db, userId, conversationId, question, cancellationToken);
        var attached = await AttachedAsync(db, userId, conversationId, branch, ModelAbilities.Of(routes, model), cancellationToken);
        var parameters = ChatParameters.Read(conversation.Parameters) ?? new ChatParameters();
        var window = ModelWindow.Of(routes, model);
        var counter = new TokenCounter(estimator, window.Tokenizer);
        var said = branch.LastOrDefault(m => m.Role == MessageRole.User)?.Text ?? "";
        var memories = ContextBudget.Of(window.Window, parameters.MaxOutputTokens, 0).Memories;
        var persona = await personas.FindAsync(userId, personaId ?? conversation.PersonaId, new MemoryQuestion(caller, said, memories), cancellationToken);
        var system = counter.Of(persona.SystemPrompt) + counter.Of(parameters.Instructions ?? "");
        var budget = ContextBudget.Of(window.Window, parameters.MaxOutputTokens ?? persona.MaxOutputTokens, system);
        var sizes = branch.ConvertAll(m => new MessageSize(counter.Of(m.Text) + FileTokens(attached, m.Id, counter), m.Role == MessageRole.User));
        var summary = await SummaryAsync(db, conversationId, branch, cancellationToken);
        var summarised = summary is null ? 0 : branch.FindIndex(m => m.Id == summary.UpToId) + 1;
        var summaryTokens = summary is null ? 0 : counter.Of(summary.Text);
        if (ContextPlan.Make(sizes, summarised, summaryTokens, budget.History) is not { } plan)
            return ContextMade.Refuse(persona, $"Your message is too long for the model \"{model}\": it takes about {sizes[^1].Tokens} tokens, and there is room for {budget.History}. Shorten it, or choose a model with a larger context.");
        var used = plan.UsesSummary ? summary : null;
        var prompt = PromptParts.Make(persona, parameters, used?.Text, branch.Skip(plan.First), id => attached.GetValueOrDefault(id) ?? [], continues);
        var tokens = system + (used is null ? 0 : summaryTokens) + sizes.Skip(plan.First).Sum(s => s.Tokens) + persona.Memories.Sum(m => counter.Of(m.Text));
        return new ContextMade(prompt, persona, new ContextUsed(branch.Count - plan.First, used?.Id, plan.LeftOut, tokens) { MemoryRanking = persona.Recalled.Ranking, MemoryModel = persona.Recalled.Model }, null);
    }

    /// <summary>The newest summary that covers the beginning of this branch.</summary>
    internal static async Task<ConversationSummary?> SummaryAsync(ParleyDbContext db, Guid conversationId, List<BranchMessage> branch, CancellationToken cancellationToken)
    {
        var all = await db.Set<ConversationSummary>().AsNoTracking().Where(s => s.ConversationId == conversationId).ToListAsync(cancellationToken);
        // Those of other branches end at messages that are not on this one.
        return all.Where(s => branch.Exists(m => m.Id == s.UpToId)).MaxBy(s => s.Messages);
    }

    private async Task<Dictionary<Guid, IReadOnlyList<ContentPart>>> AttachedAsync(ParleyDbContext db, Guid userId, Guid conversationId, List<BranchMessage> branch, ModelTakes takes, CancellationToken cancellationToken)
    {
        Dictionary<Guid, IReadOnlyList<ContentPart>> attached = [];
        var questions = branch.Where(m => m.Role == MessageRole.User).Select(m => m.Id).ToList();
        if (questions.Count == 0) return attached;
        var rows = await (from f in db.Set<MessageFile>()
                          join m in db.Set<Message>() on f.MessageId equals m.Id
                          where m.UserId == userId && m.ConversationId == conversationId
                          select f).AsNoTracking().ToListAsync(cancellationToken);
        foreach (var some in rows.GroupBy(r => r.MessageId).Where(g => questions.Contains(g.Key)))
            attached[some.Key] = await files.ReadAsync(userId, [.. some.OrderBy(f => f.Place).Select(f => f.FileId)], takes, cancellationToken);
        return attached;
    }

    private static long FileTokens(Dictionary<Guid, IReadOnlyList<ContentPart>> attached, Guid id, TokenCounter counter) =>
        attached.TryGetValue(id, out var parts) ? parts.Sum(p => FileTokens(p, counter)) : 0;

    // What a picture or a page costs where its size is unknown, as the engine counts it.
    private static long FileTokens(ContentPart part, TokenCounter counter) => part switch
    {
        TextPart text => counter.Of(text.Text),
        ImagePart => 765,
        DocumentPart { Source: TextSource text } => counter.Of(text.Text),
        DocumentPart => 2000,
        _ => 0,
    };
}
