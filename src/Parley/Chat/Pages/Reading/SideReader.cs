using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
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
        var since = time.GetUtcNow() - Longest;
        var answering = await db.Set<Generation>().Where(g => g.UserId == userId && g.CreatedAt >= since && g.EndedAt == null).Select(g => g.ConversationId).ToListAsync(cancellationToken);
        return new SideView
        {
            Current = current,
            Groups = [.. Group(pinned, shown, time.GetUtcNow(), zone).Select(group => Marked(group, answering))],
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

    private static SideGroup Marked(SideGroup group, List<Guid> answering) =>
        answering.Count == 0 ? group : group with { Items = [.. group.Items.Select(item => item with { IsAnswering = answering.Contains(item.Id) })] };

    /// <summary>Each conversation once, with the places in it.</summary>
    private static SideFound Found(IGrouping<Guid, SearchResult> hits) => new(
        hits.Key, hits.First().Title is { Length: > 0 } title ? title : "New chat",
        [.. hits.Where(hit => hit.MessageId is not null).Select(hit => new SideHit($"/c/{hits.Key}?at={hit.MessageId}#m-{hit.MessageId}", SnippetParts.Of(hit.Snippet, hit.Marks)))]);

    private static SideItem Item(Conversation c) => new(c.Id, c.Title.Length > 0 ? c.Title : "New chat", c.IsPinned, c.IsArchived, c.Folder);

    private static IQueryable<Conversation> Newest(IQueryable<Conversation> some) => some.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id);
}
