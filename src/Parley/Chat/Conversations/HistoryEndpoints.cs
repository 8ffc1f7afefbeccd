using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Conversations;

/// <summary><c>DELETE /api/v1/chat/history</c>.</summary>
internal static class HistoryEndpoints
{
    public static void MapHistory(this IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/v1/chat/history", DeleteAsync).WithTags("Chat").RequireAuthorization(Policies.Chat)
            .WithName("deleteHistory").WithSummary("Deletes all of the caller's conversations; for 30 days each can be restored.")
            .WithDescription("With permanent=true they are destroyed at once, also those that were deleted before.")
            .WithExample(response: """{"conversations":12}""")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<HistoryDeleted>> DeleteAsync(
        [Description("true: for good, at once.")] bool? permanent, HttpContext context, ConversationStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(new HistoryDeleted(await store.DeleteAllAsync(CallerIdentity.UserId(context.User), permanent == true, cancellationToken)));
}

/// <summary>How many conversations that were.</summary>
internal sealed record HistoryDeleted(int Conversations);
