using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Live;
using Parley.Chat.Sharing;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Ui;

namespace Parley.Chat.Pages.Reading;

/// <summary>Puts the chat page together.</summary>
internal sealed class ChatReader(IDbContextFactory<ParleyDbContext> databases, ThreadReader threads, SideReader sides, PersonaReader personas, FeedTable feed, PreferenceStore preferences, IRouteSource routes, TimeProvider time)
{
    private const string Automatic = "auto", ModelCookie = "parley-model", ZoneCookie = "parley-zone";

    /// <summary>The page; null when there is no such conversation.</summary>
    public async Task<ChatView?> ReadAsync(Guid userId, Guid? id, ChatQuery query, HttpContext context)
    {
        var stop = context.RequestAborted;
        // First: what happens while the rest is read comes to the page by its feed.
        var (seq, _) = await feed.RangeAsync(userId, stop);
        var side = await SideAsync(userId, id, query.Q, null, context);
        var wishes = await preferences.ReadAsync(userId, stop);
        // The browser's last choice, then the account's.
        var remembered = context.Request.Cookies[ModelCookie] ?? wishes.DefaultModel;
        side = side with { Waiting = await personas.WaitingAsync(userId, stop) };
        if (id is not { } known)
        {
            var pick = await personas.PickAsync(userId, query.Persona, stop);
            var draft = query.Text is { Length: <= Model.Conversation.MaxDraft } text ? text : "";
            return New(seq, side, pick.Chosen.Model ?? remembered, wishes.EnterSends) with { Personas = pick, Draft = draft };
        }

        await using var db = await databases.CreateDbContextAsync(stop);
        if (await ConversationStore.FindAsync(db, userId, known, stop) is not { } conversation) return null;
        if (await threads.ReadAsync(userId, known, query.Before, query.At, query.Edit, stop) is not { } thread) return null;
        var model = conversation.Model ?? remembered;
        return New(seq, side, model, wishes.EnterSends) with
        {
            Id = known, Personas = await personas.PickAsync(userId, conversation.PersonaId, stop), Title = conversation.Title, Thread = thread, Draft = conversation.Draft, IsPinned = conversation.IsPinned, IsArchived = conversation.IsArchived,
            IsShared = await db.Set<Share>().AnyAsync(s => s.UserId == userId && s.ConversationId == known, stop),
        };
    }

    public Task<SideView> SideAsync(Guid userId, Guid? current, string? search, string? cursor, HttpContext context) => string.IsNullOrWhiteSpace(search)
        ? sides.ListAsync(userId, current, cursor, Zone(context), context.RequestAborted)
        : sides.FindAsync(userId, current, search, context.RequestAborted);

    /// <summary>The reader's offset, as their browser told it.</summary>
    internal static TimeSpan Zone(HttpContext context) =>
        int.TryParse(context.Request.Cookies[ZoneCookie], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes) && minutes is >= -14 * 60 and <= 14 * 60
            ? TimeSpan.FromMinutes(minutes) : TimeSpan.Zero;

    private ChatView New(long seq, SideView side, string? model, bool enterSends)
    {
        var snapshot = routes.Current;
        List<Choice> models = [];
        if (snapshot.Find(Automatic) is not null) models.Add(new(Automatic, "Automatic"));
        models.AddRange(snapshot.Models.Where(m => m.Model != Automatic).Select(m => new Choice(m.Model, m.Model)));
        var chosen = model is not null && models.Any(m => m.Value == model) ? model : models.FirstOrDefault()?.Value ?? "";
        return new ChatView { Seq = seq, Side = side, Models = models, Model = chosen, EnterSends = enterSends, Key = Guid.CreateVersion7(time.GetUtcNow()).ToString() };
    }
}
