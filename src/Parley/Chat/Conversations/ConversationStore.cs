using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Parley.Assets;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Chat.Personas;
using Parley.Data;
using Parley.Shared;

namespace Parley.Chat.Conversations;

/// <summary>People's conversations in the database. Every change is told in the feed, in the same transaction; whose it is stands in every query.</summary>
internal sealed class ConversationStore(IDbContextFactory<ParleyDbContext> databases, Feed feed, TimeProvider time, IServiceProvider services)
{
    /// <summary>Deleted conversations can be restored for this long.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    /// <summary>Makes a conversation of checked settings; the result tells what of them is not there.</summary>
    public async Task<ConversationChange> CreateAsync(Guid userId, ConversationSettings settings, CancellationToken cancellationToken)
    {
        if (await MissingAsync(userId, settings.PersonaId, cancellationToken) is { } missing) return new(null, Missing: missing);
        if (settings.HeadId is not null) return new(null, Missing: "message");
        var now = Now();
        var row = new Conversation { Id = Guid.CreateVersion7(now), UserId = userId, Title = "", CreatedAt = now, UpdatedAt = now, Version = 1 };
        settings.ApplyTo(row);
        await databases.ChangeAsync(async db =>
        {
            if (await db.Set<Conversation>().AnyAsync(c => c.Id == row.Id, cancellationToken)) return (true, false);
            db.Add(row);
            await db.SaveChangesAsync(cancellationToken);
            await feed.AppendAsync(db, userId, "conversation", ConversationShown.Of(row), cancellationToken);
            return (true, true);
        }, cancellationToken);
        feed.Wake(userId);
        return new(row);
    }

    /// <summary>Merges a patch into what a person may set.</summary>
    public async Task<(ConversationChange Change, IReadOnlyDictionary<string, string[]>? Errors)> PatchAsync(
        Guid userId, Guid id, IfMatch match, JsonObject patch, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string[]>? errors = null;
        var change = await ChangeAsync(userId, id, match, async (db, row) =>
        {
            var settings = MergePatch.Apply(ConversationSettings.Of(row), patch);
            errors = settings.Mistakes();
            if (errors.Count > 0) return "";
            errors = null;
            if (settings.PersonaId != row.PersonaId && await MissingAsync(userId, settings.PersonaId, cancellationToken) is { } missing) return missing;
            if (settings.HeadId is { } head && head != row.HeadId)
            {
                var tree = await TreeAsync(db, userId, id, cancellationToken);
                if (!tree.Contains(head)) return "message";
                row.HeadId = tree.NewestLeaf(head);
            }

            settings.ApplyTo(row);
            return null;
        }, cancellationToken);
        return (change, errors);
    }

    /// <summary>Puts a conversation where it can be restored from.</summary>
    public Task<ConversationChange> DeleteAsync(Guid userId, Guid id, IfMatch match, CancellationToken cancellationToken) =>
        ChangeAsync(userId, id, match, (_, row) =>
        {
            row.DeletedAt = Now();
            return Task.FromResult<string?>(null);
        }, cancellationToken, kind: "conversation.removed");

    /// <summary>Takes a deleted conversation back; one that is not deleted stays as it is.</summary>
    public async Task<ConversationChange> RestoreAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        var oldest = Now() - Keep;
        var change = await ChangeAsync(userId, id, IfMatch.Any, (_, row) =>
        {
            if (row.DeletedAt < oldest) return Task.FromResult<string?>("conversation");
            row.DeletedAt = null;
            return Task.FromResult<string?>(null);
        }, cancellationToken, isDeleted: true);
        if (change.Row is not null) return change;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return new(await FindAsync(db, userId, id, cancellationToken));
    }

    /// <summary>Conversations that can be taken back, those first that were deleted last.</summary>
    public async Task<List<Guid>> DeletedAsync(Guid userId, CancellationToken cancellationToken)
    {
        var oldest = Now() - Keep;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Conversation>().Where(c => c.UserId == userId && c.DeletedAt >= oldest).OrderByDescending(c => c.DeletedAt).ThenByDescending(c => c.Id).Select(c => c.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Destroys a conversation, deleted or not.</summary>
    public async Task<ConversationChange> DestroyAsync(Guid userId, Guid id, IfMatch match, CancellationToken cancellationToken)
    {
        var change = await databases.ChangeAsync(async db =>
        {
            var mine = db.Set<Conversation>().Where(c => c.UserId == userId && c.Id == id);
            if (await mine.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } row) return (new ConversationChange(null), false);
            if (!match.Allows(row.Version)) return (new ConversationChange(row, IsMismatch: true), false);
            // Whoever changes it at this moment is too late for this one, or this one is too late for them.
            if (await mine.Where(c => c.Version == row.Version).ExecuteDeleteAsync(cancellationToken) == 0) return (new ConversationChange(row, IsMismatch: true), false);
            await EraseAsync(db, userId, id, new { id }, cancellationToken);
            await feed.AppendAsync(db, userId, "conversation.removed", new { id }, cancellationToken);
            return (new ConversationChange(row), true);
        }, cancellationToken);
        if (change is { Row: not null, IsMismatch: false }) feed.Wake(userId);
        return change;
    }

    /// <summary>Deletes everything that a person said, restorable like one conversation, or for good; returns how many conversations that were.</summary>
    public async Task<int> DeleteAllAsync(Guid userId, bool forGood, CancellationToken cancellationToken)
    {
        var now = Now();
        var count = await databases.ChangeAsync(async db =>
        {
            var mine = db.Set<Conversation>().Where(c => c.UserId == userId);
            var deleted = forGood
                ? await mine.ExecuteDeleteAsync(cancellationToken)
                : await mine.Where(c => c.DeletedAt == null).ExecuteUpdateAsync(
                    c => c.SetProperty(x => x.DeletedAt, now).SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);
            if (forGood) await EraseAsync(db, userId, null, new { all = true }, cancellationToken);
            if (deleted > 0) await feed.AppendAsync(db, userId, "conversation.removed", new { all = true }, cancellationToken);
            return (deleted, deleted > 0);
        }, cancellationToken);
        if (count > 0) feed.Wake(userId);
        return count;
    }

    /// <summary>Keeps what was typed, and which files were attached (null: those that are), and not sent; false when there is no such conversation.</summary>
    public async Task<bool> SetDraftAsync(Guid userId, Guid id, string text, IReadOnlyList<Guid>? attached, CancellationToken cancellationToken)
    {
        var (found, changed) = await databases.ChangeAsync(async db =>
        {
            var mine = db.Set<Conversation>().Where(c => c.UserId == userId && c.Id == id && c.DeletedAt == null);
            var fileIds = attached ?? DraftFiles.Read(await mine.Select(c => c.DraftFiles).SingleOrDefaultAsync(cancellationToken));
            var there = (await FileParts.ShowAsync(db, userId, fileIds, cancellationToken)).Keys;
            IReadOnlyList<Guid> files = [.. fileIds.Distinct().Where(there.Contains)];
            var written = DraftFiles.Write(files);
            if (await mine.Where(c => c.Draft != text || c.DraftFiles != written).ExecuteUpdateAsync(c => c.SetProperty(x => x.Draft, text).SetProperty(x => x.DraftFiles, written), cancellationToken) == 0)
                return ((await mine.AnyAsync(cancellationToken), false), false);
            // Each pause in typing makes one of these: a long text is fetched by whoever shows it.
            await feed.AppendAsync(db, userId, "draft", new { conversationId = id, text = text.Length <= 2_000 ? text : null, fileIds = files }, cancellationToken);
            return ((true, true), true);
        }, cancellationToken);
        if (changed) feed.Wake(userId);
        return found;
    }

    /// <summary>One conversation that is not deleted.</summary>
    public static Task<Conversation?> FindAsync(ParleyDbContext db, Guid userId, Guid id, CancellationToken cancellationToken) =>
        db.Set<Conversation>().AsNoTracking().SingleOrDefaultAsync(c => c.UserId == userId && c.Id == id && c.DeletedAt == null, cancellationToken);

    /// <summary>The ids of all its messages.</summary>
    public static async Task<MessageTree> TreeAsync(ParleyDbContext db, Guid userId, Guid conversationId, CancellationToken cancellationToken)
    {
        var rows = await db.Set<Message>().Where(m => m.ConversationId == conversationId && m.UserId == userId)
            .Select(m => new { m.Id, m.ParentId }).ToListAsync(cancellationToken);
        return new MessageTree(rows.Select(m => (m.Id, m.ParentId)));
    }

    /// <summary>Changes one conversation that is still as somebody saw it. <paramref name="change"/> returns null when it changed it, otherwise what is missing.</summary>
    private async Task<ConversationChange> ChangeAsync(
        Guid userId, Guid id, IfMatch match, Func<ParleyDbContext, Conversation, Task<string?>> change, CancellationToken cancellationToken,
        string kind = "conversation", bool isDeleted = false)
    {
        var result = await databases.ChangeAsync(async db =>
        {
            var mine = db.Set<Conversation>().Where(c => c.UserId == userId && c.Id == id && (isDeleted ? c.DeletedAt != null : c.DeletedAt == null));
            // The raised version holds the row until the commit: changes of one conversation come one after the other.
            if (await mine.ExecuteUpdateAsync(c => c.SetProperty(x => x.Version, x => x.Version + 1), cancellationToken) == 0) return (new ConversationChange(null), false);
            var row = await mine.SingleAsync(cancellationToken);
            row.Version--;
            if (!match.Allows(row.Version)) return (new ConversationChange(row, IsMismatch: true), false);
            if (await change(db, row) is { } missing) return (new ConversationChange(null, Missing: missing), false);
            row.Version++;
            await db.SaveChangesAsync(cancellationToken);
            if (kind == "conversation") await feed.AppendAsync(db, userId, kind, ConversationShown.Of(row), cancellationToken);
            else await feed.AppendAsync(db, userId, kind, new { id }, cancellationToken);
            return (new ConversationChange(row), true);
        }, cancellationToken);
        if (result is { Row: not null, IsMismatch: false }) feed.Wake(userId);
        return result;
    }

    private static async Task EraseAsync<T>(ParleyDbContext db, Guid userId, Guid? id, T removed, CancellationToken cancellationToken)
    {
        await Feed.EraseAsync(db, userId, ["conversation"], "id", id, "conversation.removed", removed, cancellationToken);
        await Feed.EraseAsync(db, userId, ["message", "block", "draft"], "conversationId", id, "conversation.removed", removed, cancellationToken);
    }

    /// <summary>"persona" when it is none of this person's. While nothing gives personas, nothing can be asked.</summary>
    private async Task<string?> MissingAsync(Guid userId, Guid? personaId, CancellationToken cancellationToken)
    {
        if (personaId is null || services.GetService<IPersonaSource>() is not { } personas) return null;
        return (await personas.FindAsync(userId, personaId, null, cancellationToken)).Id == personaId ? null : "persona";
    }

    // PostgreSQL keeps microseconds; whole milliseconds are the same everywhere, and read well.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
