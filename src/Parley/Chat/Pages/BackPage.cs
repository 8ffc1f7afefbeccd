using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Data;
using Parley.Identity;
using Parley.Ui;

namespace Parley.Chat.Pages;

/// <summary><c>/c/back</c>: the way from other pages to the conversation that was open last, while it is there and theirs; else to a new chat.</summary>
internal static class BackPage
{
    private const string Path = "/c/back", CookieName = "parley-chat";

    public static void MapBack(this IEndpointRouteBuilder pages) => pages.MapGet(Path, async (string? id, HttpContext context, IDbContextFactory<ParleyDbContext> databases) =>
    {
        if (!Guid.TryParse(id ?? context.Request.Cookies[CookieName], out var last)) return PageResult.Go("/");
        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        return PageResult.Go(await ConversationStore.FindAsync(db, CallerIdentity.UserId(context.User), last, context.RequestAborted) is null ? "/" : $"/c/{last}");
    });

    /// <summary>This one is open now; null for a new one. Scripts remember better: for each tab.</summary>
    public static void Remember(HttpContext context, Guid? id)
    {
        var options = new CookieOptions { Path = Path, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true };
        if (id is { } known) context.Response.Cookies.Append(CookieName, known.ToString(), options);
        else context.Response.Cookies.Delete(CookieName, options);
    }
}
