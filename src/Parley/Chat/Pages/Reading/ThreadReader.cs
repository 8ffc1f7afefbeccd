using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Markdown;
using Parley.Chat.Model;
using Parley.Chat.Pages.Files;
using Parley.Data;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Pages.Reading;

/// <summary>Reads messages for the page.</summary>
internal sealed class ThreadReader(IDbContextFactory<ParleyDbContext> databases, PreferenceStore preferences)
{
    /// <summary>At most this many are on the page at first; older ones are asked for.</summary>
    public const int Page = 60;

    /// <summary>A page of the branch that is shown: the newest, those before a message, or those up to one that is looked for. Null when there is no such conversation.</summary>
    public async Task<ThreadView?> ReadAsync(Guid userId, Guid id, Guid? before, Guid? upTo, Guid? edited, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await ConversationStore.FindAsync(db, userId, id, cancellationToken) is not { } conversation) return null;
        var tree = await ConversationStore.TreeAsync(db, userId, id, cancellationToken);
        var path = tree.PathTo(upTo is { } wanted && tree.Contains(wanted) ? tree.NewestLeaf(wanted) : conversation.HeadId).ToList();
        var end = before is { } first && path.IndexOf(first) is >= 0 and var at ? at : path.Count;
        var start = Math.Max(0, end - Page);
        // What is looked for is on the page, with something before it.
        if (upTo is { } target && path.IndexOf(target) is >= 0 and var place) start = Math.Min(start, Math.Max(0, place - 4));
        var shown = await MessagePages.ShowAsync(db, userId, tree, path[start..end], cancellationToken);
        var wishes = await preferences.ReadAsync(userId, cancellationToken);
        var lines = await LinesAsync(db, userId, shown, cancellationToken);
        return new ThreadView(id, [.. shown.Select(m => View(m, m.Id == path[^1], m.Id == edited, wishes, lines))], start > 0 ? path[start] : null);
    }

    public async Task<ArticleView?> ReadOneAsync(Guid userId, Guid id, Guid messageId, bool isEdited, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await ConversationStore.FindAsync(db, userId, id, cancellationToken) is not { } conversation) return null;
        var tree = await ConversationStore.TreeAsync(db, userId, id, cancellationToken);
        if (!tree.Contains(messageId)) return null;
        var shown = await MessagePages.ShowAsync(db, userId, tree, [messageId], cancellationToken);
        if (shown.Count == 0) return null;
        var isLast = tree.PathTo(conversation.HeadId) is [.., var last] && last == messageId;
        return View(shown[0], isLast, isEdited, await preferences.ReadAsync(userId, cancellationToken), await LinesAsync(db, userId, shown, cancellationToken));
    }

    /// <summary>The answer's source; null when there is no such message.</summary>
    public async Task<string?> TextAsync(Guid userId, Guid id, Guid messageId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Message>().Where(m => m.UserId == userId && m.ConversationId == id && m.Id == messageId).Select(m => m.Text).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<bool> ExistsAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ConversationStore.FindAsync(db, userId, id, cancellationToken) is not null;
    }

    /// <summary>The running generation of a conversation's newest answer, to be stopped.</summary>
    public async Task<Guid?> RunningAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Generation>().Where(g => g.UserId == userId && g.ConversationId == id && g.EndedAt == null).OrderByDescending(g => g.Id).Select(g => (Guid?)g.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private static Task<ILookup<Guid, MemoryLine>> LinesAsync(ParleyDbContext db, Guid userId, List<MessageShown> shown, CancellationToken cancellationToken) =>
        PersonaReader.LinesAsync(db, userId, [.. shown.Select(m => m.Role == MessageRole.User ? m.Id : m.ParentId ?? m.Id).Distinct()], cancellationToken);

    /// <summary>What was noted is shown with what was said, what is proposed with the answer behind it: there one looks at that moment.</summary>
    private static ArticleView View(MessageShown m, bool isLast, bool isEdited, Preferences wishes, ILookup<Guid, MemoryLine> lines) => new()
    {
        Id = m.Id,
        ConversationId = m.ConversationId,
        IsPerson = m.Role == MessageRole.User,
        Text = IsHidden(m, wishes) ? "" : m.Text,
        Files = [.. m.Files.Select(FileView.Of)],
        Blocks = m.Role == MessageRole.User || !wishes.Markdown || IsHidden(m, wishes) ? [] : [.. MarkdownRenderer.RenderBlocks(m.Text, m.Id.ToString("N")).Select(block => block.Html)],
        IsPlain = !wishes.Markdown,
        Reasoning = IsHidden(m, wishes) ? null : m.Reasoning,
        Status = m.Status.ToString().ToLowerInvariant(),
        Model = m.Model,
        AnsweredBy = m.AnsweredBy,
        Provider = m.Provider,
        Cost = m.Cost is { } cost ? decimal.Parse(cost.Amount, System.Globalization.CultureInfo.InvariantCulture) : null,
        Problem = m.Problem,
        IsCutOff = m.FinishReason == "length",
        IsFiltered = m.FinishReason == "contentFilter",
        InputTokens = m.InputTokens,
        OutputTokens = m.OutputTokens,
        Siblings = m.Siblings,
        Rating = m.Rating switch { Rating.Good => 1, Rating.Bad => -1, _ => 0 },
        At = m.CreatedAt,
        Memories = m.Role == MessageRole.User ? [.. lines[m.Id].Where(l => !l.IsProposed)] : m.ParentId is { } question && m.Status != MessageStatus.Streaming ? [.. lines[question].Where(l => l.IsProposed)] : [],
        IsLast = isLast,
        IsEdited = isEdited && m.Role == MessageRole.User,
    };

    /// <summary>Whoever does not want to watch an answer being written sees it when it is.</summary>
    private static bool IsHidden(MessageShown m, Preferences wishes) => !wishes.Streaming && m.Status == MessageStatus.Streaming;
}
