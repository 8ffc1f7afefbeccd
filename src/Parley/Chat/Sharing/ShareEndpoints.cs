using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Assets;
using Parley.Chat.Conversations;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Sharing;

/// <summary>Share links: made and revoked by their owner, read by whoever has one.</summary>
internal static class ShareEndpoints
{
    private const string Shown = """{"token":"k3V9xQ2m0aB1cD2eF3gH4iJ5kL6mN7oP","url":"https://chat.example/shared/k3V9xQ2m0aB1cD2eF3gH4iJ5kL6mN7oP","createdAt":"2026-01-31T12:00:00Z"}""";

    public static void MapShares(this RouteGroupBuilder conversations)
    {
        conversations.MapPost("/{id}/share", ShareAsync).WithName("shareConversation").WithSummary("Makes a link under which anybody can read the conversation as it is now.")
            .WithDescription("The link shows a snapshot of the branch that is shown: what is said later is not in it. Sharing again keeps the link and takes a new snapshot. "
                + "It stands in no list, and works until it is revoked or the conversation is deleted.")
            .WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound);
        conversations.MapDelete("/{id}/share", RevokeAsync).WithName("unshareConversation").WithSummary("Revokes the link at once.")
            .WithDescription("Revoking what is not shared is not an error. A later link is another one.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    public static void MapShared(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/shared/{token}").WithTags("Conversations").AllowAnonymous()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ReadAsync).WithName("readShared").WithSummary("Reads a shared conversation; needs nothing but the link.")
            .WithDescription("Nothing in it tells whose conversation it is. files are those of the message: pictures can be read under the same link, of everything else the name is told.")
            .WithExample(response: """{"title":"Trip to Lisbon","sharedAt":"2026-01-31T12:00:00Z","messages":[{"role":"user","text":"How do I get there?","model":null,"createdAt":"2026-01-31T11:59:00Z","files":null},{"role":"assistant","text":"By **night train**.","model":"demo","createdAt":"2026-01-31T11:59:03Z","files":null}]}""");
        group.MapGet("/files/{id}/content", ContentAsync).WithName("readSharedPicture").WithSummary("A picture of a shared conversation.")
            .WithDescription("Answers 404 for what is no picture, was deleted, or is not in the snapshot.").GivesBytes("application/octet-stream", "The picture, with its own type.");
        group.MapGet("/files/{id}/thumbnail", ThumbnailAsync).WithName("readSharedThumbnail").WithSummary("A small form of a picture of a shared conversation, WebP.")
            .WithDescription("Answers 404 as the picture itself does.").GivesBytes("image/webp", "The small picture.");
    }

    private static async Task<Results<Ok<ShareShown>, ProblemHttpResult>> ShareAsync(string id, HttpContext context, ShareStore store, CancellationToken cancellationToken)
    {
        var (share, _) = await store.ShareAsync(CallerIdentity.UserId(context.User), PathId.Read(id), cancellationToken);
        return share is null ? ConversationEndpoints.NotFound() : TypedResults.Ok(ShareShown.Of(share, context.Request));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(string id, HttpContext context, ShareStore store, CancellationToken cancellationToken) =>
        await store.RevokeAsync(CallerIdentity.UserId(context.User), PathId.Read(id), cancellationToken) ? TypedResults.NoContent() : ConversationEndpoints.NotFound();

    private static async Task<IResult> ContentAsync(string token, string id, HttpContext context, ShareStore store, FileAnswer answer, CancellationToken cancellationToken) =>
        (await store.OwnerOfPictureAsync(token, PathId.Read(id), cancellationToken) is { } owner ? await answer.ContentAsync(context, owner, PathId.Read(id), cancellationToken) : null) ?? NotThere();

    private static async Task<IResult> ThumbnailAsync(string token, string id, HttpContext context, ShareStore store, FileAnswer answer, CancellationToken cancellationToken) =>
        (await store.OwnerOfPictureAsync(token, PathId.Read(id), cancellationToken) is { } owner ? await answer.ThumbnailAsync(context, owner, PathId.Read(id), cancellationToken) : null) ?? NotThere();

    private static ProblemHttpResult NotThere() => Problems.NotFound("There is no such picture under this link.");

    private static async Task<Results<Ok<SharedConversation>, ProblemHttpResult>> ReadAsync(string token, HttpContext context, ShareStore store, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(token, cancellationToken) is not { } shared) return Problems.NotFound("There is nothing under this link. It may have been revoked.");
        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        return TypedResults.Ok(shared);
    }
}
