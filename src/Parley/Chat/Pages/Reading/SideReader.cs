using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Generations;
using Parley.Chat.Model;
using Parley.Chat.Search;
using Parley.Data;
using Parley.Shared;

namespace Parley.Chat.Pages.Reading;

/// <summary>Reads what stands in the side: conversations by day, or what was found.</summary>
internal sealed class SideReader(IDbContextFactory<ParleyDbContext> databases, ConversationSearch search, TimeProvider time)
{
    private const int Page = 60, MostPinned = 100, MostHits = 40;

    // No answer takes as long: the index by person and time finds those that run among all that ran.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public async Task<SideView> ListAsync(Guid userId, Guid? current, string? cursor, TimeSpan zone, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var mine = db.Set<Conversation>().AsNoTracking().Where(c => c.UserId == userId && c.DeletedAt == null && !c.IsArchived);
        var rest = mine.Where(c => !c.IsPinned);
        var isFirst = !ConversationCursor.TryRead(cursor, out var after);
        if (!isFirst) rest = rest.Where(c => c.UpdatedAt < after.At || (c.UpdatedAt == after.At && c.Id.CompareTo(after.Id) < 0));
        var rows = await Newest(rest).Take(Page + 1).ToListAsync(cancellationToken);
        var pinned = isFirst ? await Newest(mine.Where(c => c.IsPinned)).Take(MostPinned).ToListAsync(cancellationToken) : [];
        var shown = rows.Take(Page).ToList();
        var answers = await AnswersAsync(db, userId, cancellationToken);
        return new SideView
        {
            Current = current,
            Groups = [.. Group(pinned, shown, time.GetUtcNow(), zone).Select(group => Marked(group, answers))],
            Next = rows.Count > Page ? new ConversationCursor(shown[^1].UpdatedAt, shown[^1].Id).ToString() : null,
        };
    }

    public async Task<SideView> FindAsync(Guid userId, Guid? current, string query, CancellationToken cancellationToken)
    {
        var (terms, problem) = SearchTerms.Parse(query);
        if (terms is null) return new SideView { Current = current, Query = query, Problem = problem };
        var found = await search.FindAsync(userId, terms, new PageQuery(null, MostHits), cancellationToken);
        return new SideView
        {
            Current = current,
            Query = query,
            Found = [.. found.Items.GroupBy(hit => hit.ConversationId).Select(Found)],
        };
    }

    /// <summary>Pinned ones first, then folders by name, then days.</summary>
    internal static List<SideGroup> Group(IReadOnlyList<Conversation> pinned, IReadOnlyList<Conversation> rest, DateTimeOffset now, TimeSpan zone)
    {
        List<SideGroup> groups = [];
        if (pinned.Count > 0) groups.Add(new("Pinned", false, [.. pinned.Select(Item)]));
        groups.AddRange(rest.Where(c => c.Folder is not null).GroupBy(c => c.Folder!, StringComparer.CurrentCultureIgnoreCase)
            .OrderBy(folder => folder.Key, StringComparer.CurrentCultureIgnoreCase).Select(folder => new SideGroup(folder.Key, true, [.. folder.Select(Item)])));
        groups.AddRange(rest.Where(c => c.Folder is null).GroupBy(c => DayGroups.Of(c.UpdatedAt, now, zone)).Select(day => new SideGroup(day.Key, false, [.. day.Select(Item)])));
        return groups;
    }

    /// <summary>The latest answer of each conversation, where it is being made or was stopped.</summary>
    private async Task<Dictionary<Guid, (Guid MessageId, bool IsStopped)>> AnswersAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Longest;
        var recent = db.Set<Generation>().Where(g => g.UserId == userId && g.CreatedAt >= since);
        var latest = await recent.Join(db.Set<Message>(), g => g.MessageId, m => m.Id, (g, m) => new { g.ConversationId, g.MessageId, g.CreatedAt, IsRunning = g.EndedAt == null, IsStopped = m.FinishReason == AnswerEnd.Stopped.FinishReason })
            .Where(a => a.IsRunning || a.IsStopped).Where(a => !recent.Any(later => later.ConversationId == a.ConversationId && later.CreatedAt > a.CreatedAt)).ToListAsync(cancellationToken);
        return latest.GroupBy(a => a.ConversationId).ToDictionary(same => same.Key, same => (same.First().MessageId, !same.Any(a => a.IsRunning)));
    }

    private static SideGroup Marked(SideGroup group, Dictionary<Guid, (Guid MessageId, bool IsStopped)> answers) => answers.Count == 0 ? group : group with
    {
        Items = [.. group.Items.Select(item => answers.TryGetValue(item.Id, out var answer) ? item with { Answering = answer.IsStopped ? null : answer.MessageId, IsStopped = answer.IsStopped } : item)],
    };

    /// <summary>Each conversation once, with the places in it.</summary>
    private static SideFound Found(IGrouping<Guid, SearchResult> hits) => new(
        hits.Key, hits.First().Title is { Length: > 0 } title ? title : "New chat",
        [.. hits.Where(hit => hit.MessageId is not null).Select(hit => new SideHit($"/c/{hits.Key}?at={hit.MessageId}#m-{hit.MessageId}", SnippetParts.Of(hit.Snippet, hit.Marks)))]);

    private static SideItem Item(Conversation c) => new(c.Id, c.Title.Length > 0 ? c.Title : "New chat", c.IsPinned, c.IsArchived, c.Folder);

    private static IQueryable<Conversation> Newest(IQueryable<Conversation> some) => some.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id);
}
