using Microsoft.EntityFrameworkCore;
using Parley.Chat.Context;
using Parley.Chat.Conversations;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Identity;
using Parley.Ui;

namespace Parley.Chat.Pages.Why;

/// <summary>"Why this answer": a page, and the same as a part for the page's script.</summary>
internal static class WhyPages
{
    public static void MapWhyPages(this IEndpointRouteBuilder pages) => pages.MapGet("/c/{id:guid}/m/{messageId:guid}/why", ShowAsync);

    private static async Task<IResult> ShowAsync(Guid id, Guid messageId, HttpContext context, PageContext page, IDbContextFactory<ParleyDbContext> databases)
    {
        var (userId, stop) = (CallerIdentity.UserId(context.User), context.RequestAborted);
        await using var db = await databases.CreateDbContextAsync(stop);
        if (await ConversationStore.FindAsync(db, userId, id, stop) is null) return TypedResults.NotFound();
        if (await WhyReader.FindAsync(db, userId, id, messageId, stop) is not { Role: MessageRole.Assistant } answer) return TypedResults.NotFound();
        var view = WhyView.Of(id, await WhyReader.ReadAsync(db, answer, stop));
        return page.IsPart ? PageResult.Of<WhyPart>(view) : PageResult.Of<WhyPage>(view);
    }
}
