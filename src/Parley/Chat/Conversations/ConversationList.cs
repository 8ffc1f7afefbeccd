using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Conversations;

/// <summary>The filters of the list, as a query gives them.</summary>
internal sealed record ConversationFilters
{
    [Description("Those in this folder; empty for those in none.")]
    public string? Folder { get; init; }

    [Description("true: only archived ones, false (default): none of them.")]
    public bool? Archived { get; init; }

    [Description("true: only pinned ones, false: none of them.")]
    public bool? Pinned { get; init; }

    [Description("true: only deleted ones that can still be restored.")]
    public bool? Deleted { get; init; }

    public string? Cursor { get; init; }

    public int? Limit { get; init; }
}

/// <summary><c>GET /api/v1/conversations</c>: a person's conversations, those first in which something was said last.</summary>
internal static class ConversationList
{
    public static async Task<Results<Ok<Page<ConversationShown>>, ProblemHttpResult>> ListAsync(
        [AsParameters] ConversationFilters filters, HttpContext context, ParleyDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(filters.Cursor, filters.Limit, ConversationCursor.IsCursor, out var query, out var problem)) return problem;
        var page = query.ToPage(
            await PageAsync(db, CallerIdentity.UserId(context.User), filters, query, time.GetUtcNow(), cancellationToken),
            c => new ConversationCursor(c.UpdatedAt, c.Id).ToString());
        return TypedResults.Ok(new Page<ConversationShown>([.. page.Items.Select(ConversationShown.Of)], page.Next));
    }

    private static Task<List<Conversation>> PageAsync(
        ParleyDbContext db, Guid userId, ConversationFilters filters, PageQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = db.Set<Conversation>().AsNoTracking().Where(c => c.UserId == userId);
        var oldest = now - ConversationStore.Keep;
        rows = filters.Deleted == true ? rows.Where(c => c.DeletedAt != null && c.DeletedAt >= oldest) : rows.Where(c => c.DeletedAt == null);
        // The bin shows all that is in it.
        if (filters.Archived is { } archived) rows = rows.Where(c => c.IsArchived == archived);
        else if (filters.Deleted != true) rows = rows.Where(c => !c.IsArchived);
        if (filters.Pinned is { } pinned) rows = rows.Where(c => c.IsPinned == pinned);
        if (filters.Folder is { } folder) rows = folder.Length == 0 ? rows.Where(c => c.Folder == null) : rows.Where(c => c.Folder == folder);
        return rows.Behind(query.After).NewestFirst().Take(query.Limit + 1).ToListAsync(cancellationToken);
    }
}
