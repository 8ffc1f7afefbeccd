using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Parley.Assets;
using Parley.Chat.Conversations;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Chat.Pages.Files;
using Parley.Chat.Sharing;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Identity;

namespace Parley.Chat.Pages.Reading;

/// <summary>Puts the chat page together.</summary>
internal sealed class ChatReader(IDbContextFactory<ParleyDbContext> databases, ThreadReader threads, SideReader sides, PersonaReader personas, FeedTable feed, PreferenceStore preferences, IRouteSource routes, TimeProvider time)
{
    private const string Automatic = "auto", ModelCookie = "parley-model", ZoneCookie = "parley-zone", FoldedCookie = "parley-folded";
    private const int MostFolders = 100;

    /// <summary>The page; null when there is no such conversation.</summary>
    public async Task<ChatView?> ReadAsync(Guid userId, Guid? id, ChatQuery query, HttpContext context)
    {
        var stop = context.RequestAborted;
        // First: what happens while the rest is read comes to the page by its feed.
        var (seq, _) = await feed.RangeAsync(userId, stop);
        var side = await SideAsync(userId, id, new SideQuery(query.Q), context);
        var wishes = await preferences.ReadAsync(userId, stop);
        // The browser's last choice, then the account's.
        var remembered = context.Request.Cookies[ModelCookie] ?? wishes.DefaultModel;
        side = side with { Waiting = await personas.WaitingAsync(userId, stop) };
        if (id is not { } known)
        {
            var pick = await personas.PickAsync(userId, query.Persona, stop);
            var draft = query.Text is { Length: <= Model.Conversation.MaxDraft } text ? text : "";
            var isFirst = side is { Query: null, Groups.Count: 0 } && !await AnythingAsync(userId, stop);
            return New(seq, side, pick.Chosen.Model ?? remembered, wishes, userId) with { Personas = pick, Draft = draft, IsFirst = isFirst };
        }

        await using var db = await databases.CreateDbContextAsync(stop);
        if (await ConversationStore.FindAsync(db, userId, known, stop) is not { } conversation) return null;
        if (await threads.ReadAsync(userId, known, query.Before, query.At, query.Edit, stop) is not { } thread) return null;
        var model = conversation.Model ?? remembered;
        var share = await ShareShown.FindAsync(db, context.Request, userId, known, stop);
        return New(seq, side, model, wishes, userId) with
        {
            Folder = conversation.Folder, Folders = await FoldersAsync(db, userId, stop), Settings = SettingsView.Of(ChatParameters.Read(conversation.Parameters)),
            Id = known, Personas = await personas.PickAsync(userId, conversation.PersonaId, stop), Title = conversation.Title, Thread = thread, Draft = conversation.Draft, IsPinned = conversation.IsPinned, IsArchived = conversation.IsArchived,
            DraftFiles = await FilesAsync(userId, DraftFiles.Read(conversation.DraftFiles), stop),
            ShareUrl = share?.Url, SharedAt = share?.CreatedAt ?? default,
        };
    }

    /// <summary>A conversation that was deleted and can be restored; null when there is none.</summary>
    public async Task<BinnedPage.View?> BinnedAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - ConversationStore.Keep;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await db.Set<Conversation>().Where(c => c.Id == id && c.UserId == userId && c.DeletedAt >= oldest).Select(c => new { c.Title, c.DeletedAt }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new BinnedPage.View(id, found.Title, (int)Math.Ceiling((found.DeletedAt!.Value - oldest).TotalDays));
    }

    /// <summary>Those of these files that are there.</summary>
    public async Task<IReadOnlyList<FileView>> FilesAsync(Guid userId, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var shown = await FileParts.ShowAsync(db, userId, ids, cancellationToken);
        return [.. ids.Where(shown.ContainsKey).Select(id => FileView.Of(shown[id]))];
    }

    public async Task<SideView> SideAsync(Guid userId, Guid? current, SideQuery query, HttpContext context)
    {
        if (!string.IsNullOrWhiteSpace(query.Search)) return await sides.FindAsync(userId, current, query.Search, context.RequestAborted);
        var side = await sides.ListAsync(userId, current, query with { Depth = new SideDepth(context.Request.Cookies[SideDepth.Cookie]) }, Zone(context), context.RequestAborted);
        // Marks of folders, which the page's script keeps.
        var folded = context.Request.Cookies[FoldedCookie]?.Split('.', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return folded.Length == 0 ? side : side with { Groups = [.. side.Groups.Select(group => group with { IsFolded = group.IsFolder && folded.Contains(group.Mark) })] };
    }

    /// <summary>The reader's offset, as their browser told it.</summary>
    internal static TimeSpan Zone(HttpContext context) =>
        int.TryParse(context.Request.Cookies[ZoneCookie], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes) && minutes is >= -14 * 60 and <= 14 * 60
            ? TimeSpan.FromMinutes(minutes) : TimeSpan.Zero;

    private static Task<List<string>> FoldersAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken) =>
        db.Set<Conversation>().Where(c => c.UserId == userId && c.DeletedAt == null && c.Folder != null).Select(c => c.Folder!).Distinct().OrderBy(name => name).Take(MostFolders).ToListAsync(cancellationToken);

    /// <summary>Whether something was ever said, archived and deleted things included.</summary>
    private async Task<bool> AnythingAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Conversation>().AnyAsync(c => c.UserId == userId, cancellationToken);
    }

    private ChatView New(long seq, SideView side, string? model, Preferences wishes, Guid userId)
    {
        var snapshot = routes.Current;
        List<ModelChoice> models = [];
        if (snapshot.Find(Automatic) is not null) models.Add(ModelChoice.Automatic(Automatic));
        models.AddRange(snapshot.Models.Where(m => m.Model != Automatic && m.Kind == ModelKind.Chat).Select(ModelChoice.Of));
        // A name that no list tells may be served all the same.
        if (model is not null && models.All(m => m.Value != model) && snapshot.Find(model) is { } unlisted) models.Add(ModelChoice.Of(unlisted));
        var chosen = model is not null && models.Any(m => m.Value == model) ? model : models.FirstOrDefault()?.Value ?? "";
        return new ChatView { Seq = seq, Side = side, Models = models, Model = chosen, EnterSends = wishes.EnterSends, ShowsWriting = wishes.Streaming, ShowsFormatting = wishes.Markdown, Account = userId, Key = Guid.CreateVersion7(time.GetUtcNow()).ToString() };
    }
}
