using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Model;

namespace Parley.Chat.Pages.Reading;

/// <summary>Reads the folders of the side: each has its own beginning and its own rest, whatever is newer elsewhere.</summary>
internal static class SideFolders
{
    private const int Page = 20;

    /// <summary>The beginning of each folder, by name.</summary>
    public static async Task<List<SideGroup>> ListAsync(IQueryable<Conversation> some, SideDepth depth, CancellationToken cancellationToken)
    {
        var filed = some.Where(c => c.Folder != null);
        var most = depth.Deepest(Page) + 1;
        var newest = filed.Select(c => c.Folder).Distinct().SelectMany(folder => filed.Where(c => c.Folder == folder).OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id).Take(most));
        var rows = await SideRow.ReadAsync(newest, cancellationToken);
        return [.. rows.OrderByDescending(row => row.UpdatedAt).ThenByDescending(row => row.Id).GroupBy(row => row.Folder!, StringComparer.CurrentCultureIgnoreCase)
            .OrderBy(folder => folder.Key, StringComparer.CurrentCultureIgnoreCase).Select(folder => Group(folder.Key, [.. folder], depth))];
    }

    /// <summary>What is in one folder behind a place.</summary>
    public static async Task<SideGroup> BehindAsync(IQueryable<Conversation> some, string folder, string? cursor, CancellationToken cancellationToken)
    {
        var names = await Folders.NamesAsync(some, folder, cancellationToken);
        return Group(folder, await SideRow.ReadAsync(some.Where(c => c.Folder != null && names.Contains(c.Folder)).Behind(cursor).NewestFirst().Take(Page + 1), cancellationToken), new SideDepth(null));
    }

    private static SideGroup Group(string folder, List<SideRow> rows, SideDepth depth)
    {
        var group = new SideGroup(folder, true, []);
        var (shown, next) = SideRow.Cut(rows, depth.Of(group.Mark, Page));
        return group with { Items = [.. shown.Select(row => row.Item)], Next = next };
    }
}
