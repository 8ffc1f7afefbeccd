using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Conversations;

/// <summary><c>/api/v1/conversations/{id}/messages</c>: reading them, and what a person thinks of an answer.</summary>
internal static class MessageEndpoints
{
    private const string Shown =
        """{"id":"019a8f2c-8a11-7f00-a1b2-c3d4e5f60718","conversationId":"019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e","parentId":"019a8f2c-7c00-7aaa-8123-456789abcdef","role":"assistant","text":"Take the **night train**.","reasoning":null,"status":"complete","model":"demo","provider":"demo","finishReason":"stop","problem":null,"requestId":"req_5gk2","inputTokens":42,"outputTokens":7,"personaId":null,"personaVersion":null,"memories":null,"tools":null,"rating":null,"comment":null,"createdAt":"2026-01-31T12:05:00Z","completedAt":"2026-01-31T12:05:02Z","files":[],"siblings":["019a8f2c-8a11-7f00-a1b2-c3d4e5f60718"],"answeredBy":"demo","cost":null}""";

    public static void MapMessages(this RouteGroupBuilder group)
    {
        group.MapGet("/{id}/messages", ListAsync).WithName("listMessages").WithSummary("The messages of the branch that is shown, oldest first; the first page holds the newest.")
            .WithDescription("next leads to the page before. siblings are all messages in the same place: branch=ID shows the branch through that one, to its newest end, without changing which one the conversation shows (PATCH headId does).")
            .WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{id}/messages/{mid}/feedback", RateAsync).WithName("rateMessage").WithSummary("Says what the person thinks of an answer.")
            .WithDescription("Replaces what was said before; a rating of null takes it back. Only answers can be rated.")
            .WithExample("""{"rating":"bad","comment":"There is no such train."}""", Shown.Replace("\"rating\":null,\"comment\":null", "\"rating\":\"bad\",\"comment\":\"There is no such train.\"", StringComparison.Ordinal))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<Page<MessageShown>>, ProblemHttpResult>> ListAsync(
        string id, string? cursor, int? limit, [Description("A message of the conversation.")] string? branch,
        HttpContext context, ParleyDbContext db, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, text => PathId.Read(text) != Guid.Empty, out var query, out var problem)) return problem;
        var userId = CallerIdentity.UserId(context.User);
        if (await ConversationStore.FindAsync(db, userId, PathId.Read(id), cancellationToken) is not { } conversation) return ConversationEndpoints.NotFound();
        var tree = await ConversationStore.TreeAsync(db, userId, conversation.Id, cancellationToken);
        var head = conversation.HeadId;
        if (branch is not null)
        {
            if (!tree.Contains(PathId.Read(branch))) return NotFound();
            head = tree.NewestLeaf(PathId.Read(branch));
        }

        return TypedResults.Ok(await MessagePages.ReadAsync(db, userId, tree, tree.PathTo(head), query, cancellationToken));
    }

    private static async Task<Results<Ok<MessageShown>, ProblemHttpResult>> RateAsync(
        string id, string mid, RatingWanted wanted, HttpContext context, MessageRatings ratings, CancellationToken cancellationToken)
    {
        var rated = await ratings.RateAsync(CallerIdentity.UserId(context.User), PathId.Read(id), PathId.Read(mid), wanted, cancellationToken);
        if (rated is null) return NotFound();
        return rated.Role == MessageRole.Assistant ? TypedResults.Ok(rated) : Problems.Conflict("Only answers can be rated; this message is the person's own.");
    }

    private static ProblemHttpResult NotFound() => Problems.NotFound("There is no such message.");
}
