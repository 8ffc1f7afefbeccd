using Microsoft.EntityFrameworkCore;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Conversations;

/// <summary>Folders are names that conversations carry: a folder is there while one carries its name.</summary>
internal sealed class Folders(IDbContextFactory<ParleyDbContext> databases, Feed feed)
{
    /// <summary>Gives a person's folder another name (another folder's: they become one), or with null takes its conversations out of it. Upper
    /// and lower case are the same, as in the list. Returns how many conversations that were, those in the bin and the archive included.</summary>
    public async Task<int> RenameAsync(Guid userId, string from, string? to, CancellationToken cancellationToken)
    {
        var count = await databases.ChangeAsync(async db =>
        {
            var mine = db.Set<Conversation>().Where(c => c.UserId == userId);
            var names = await NamesAsync(mine, from, cancellationToken);
            var ids = await mine.Where(c => c.Folder != null && names.Contains(c.Folder) && c.Folder != to).Select(c => c.Id).ToListAsync(cancellationToken);
            var moved = mine.Where(c => ids.Contains(c.Id));
            var changed = await moved.ExecuteUpdateAsync(c => c.SetProperty(x => x.Folder, to).SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);
            foreach (var row in await moved.AsNoTracking().Where(c => c.DeletedAt == null).ToListAsync(cancellationToken))
                await feed.AppendAsync(db, userId, "conversation", ConversationShown.Of(row), cancellationToken);
            return (changed, changed > 0);
        }, cancellationToken);
        if (count > 0) feed.Wake(userId);
        return count;
    }

    /// <summary>The ways in which a folder's name is written in some conversations: upper and lower case are the same folder.</summary>
    public static async Task<List<string>> NamesAsync(IQueryable<Conversation> some, string folder, CancellationToken cancellationToken) =>
        (await some.Where(c => c.Folder != null).Select(c => c.Folder!).Distinct().ToListAsync(cancellationToken))
            .FindAll(name => string.Equals(name, folder, StringComparison.CurrentCultureIgnoreCase));
}
