using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Model;

namespace Parley.Chat.Pages.Reading;

/// <summary>A conversation in the side, and its place there.</summary>
internal sealed record SideRow(Guid Id, string Title, bool IsPinned, bool IsArchived, string? Folder, DateTimeOffset UpdatedAt)
{
    public SideItem Item => new(Id, Title.Length > 0 ? Title : "New chat", IsPinned, IsArchived, Folder);

    /// <summary>Without drafts, which may be longer than all the rest.</summary>
    public static Task<List<SideRow>> ReadAsync(IQueryable<Conversation> some, CancellationToken cancellationToken) =>
        some.Select(c => new SideRow(c.Id, c.Title, c.IsPinned, c.IsArchived, c.Folder, c.UpdatedAt)).ToListAsync(cancellationToken);

    /// <summary>The first of these rows, and what leads to the rest: null when there is none.</summary>
    public static (IReadOnlyList<SideRow> Rows, string? Next) Cut(List<SideRow> rows, int most) =>
        rows.Count <= most ? (rows, null) : (rows[..most], new ConversationCursor(rows[most - 1].UpdatedAt, rows[most - 1].Id).ToString());
}
