using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Generations;
using Parley.Chat.Model;
using Parley.Chat.Search;
using Parley.Data;
using Parley.Shared;

namespace Parley.Chat.Pages.Reading;

/// <summary>Reads what stands in the side: folders, conversations by day, or what was found.</summary>
internal sealed class SideReader(IDbContextFactory<ParleyDbContext> databases, ConversationSearch search, TimeProvider time)
{
    private const int Page = 60, MostPinned = 100, MostHits = 40;

    private const string OpenNow = "Open now";

    // No answer takes as long: the index by person and time finds those that run among all that ran.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public async Task<SideView> ListAsync(Guid userId, Guid? current, SideQuery query, TimeSpan zone, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var mine = db.Set<Conversation>().AsNoTracking().Where(c => c.UserId == userId && c.DeletedAt == null && !c.IsArchived);
        var rest = mine.Where(c => !c.IsPinned);
        List<SideGroup> groups = [];
        string? next = null;
        var depth = query.Depth ?? new SideDepth(null);
        if (query.Folder is { } folder) groups.Add(await SideFolders.BehindAsync(rest, folder, query.Cursor, cancellationToken));
        else
        {
            if (query.Cursor is null)
            {
                var pinned = await SideRow.ReadAsync(mine.Where(c => c.IsPinned).NewestFirst().Take(MostPinned), cancellationToken);
                if (pinned.Count > 0) groups.Add(new("Pinned", false, [.. pinned.Select(row => row.Item)]));
                groups.AddRange(await SideFolders.ListAsync(rest, depth, cancellationToken));
            }

            var most = query.Cursor is null ? depth.Of(SideDepth.Days, Page) : Page;
            (var rows, next) = SideRow.Cut(await SideRow.ReadAsync(rest.Where(c => c.Folder == null).Behind(query.Cursor).NewestFirst().Take(most + 1), cancellationToken), most);
            groups.AddRange(rows.GroupBy(row => DayGroups.Of(row.UpdatedAt, time.GetUtcNow(), zone)).Select(day => new SideGroup(day.Key, false, [.. day.Select(row => row.Item)]) { IsDay = true }));
            // One that is too old to be listed is listed all the same while it is open.
            if (query.Cursor is null && current is { } id && !groups.Exists(group => group.Items.Any(item => item.Id == id)) && await SideRow.ReadAsync(mine.Where(c => c.Id == id), cancellationToken) is [var open])
                groups.Insert(0, new(OpenNow, false, [open.Item]));
        }

        var answers = await AnswersAsync(db, userId, cancellationToken);
        return new SideView { Current = current, Groups = [.. groups.Select(group => Marked(group, answers))], Next = next };
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
            Found = [.. found.Items.GroupBy(hit => hit.ConversationId).Select(hits => Found(hits, terms))],
        };
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

    /// <summary>Each conversation once, with the places in it. The page marks the words where they stand in the message.</summary>
    private static SideFound Found(IGrouping<Guid, SearchResult> hits, SearchTerms terms) => new(
        hits.Key, hits.First().Title is { Length: > 0 } title ? title : "New chat",
        [.. hits.Where(hit => hit.MessageId is not null).Select(hit => new SideHit($"/c/{hits.Key}?at={hit.MessageId}{string.Concat(terms.All.Select(term => $"&find={Uri.EscapeDataString(term)}"))}#m-{hit.MessageId}", SnippetParts.Of(hit.Snippet, hit.Marks)))]);
}
