using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Generations.Endpoints;

/// <summary>What is done with messages that are there: another wording, another answer, the rest of one; and what models are given of the older ones.</summary>
internal static class TurnEndpoints
{
    private const string Begun =
        """{"messageId":"01980f5e-6a31-7d02-8f0a-3f3c0f0f9b12","streamId":"01980f5e-6a30-7c1e-9d5b-0d6f8f1f7a13","conversationId":"01980f5e-6a30-7c1e-9d5b-0d6f8f1f7a11"}""";

    private const string Summary =
        """
        {"items":[{"id":"01980f60-...","upToId":"01980f5e-...","messages":24,"text":"The person plans a trip to Oslo in May.","model":"fast","provider":"acme","requestId":"req_01jk...","inputTokens":9120,"outputTokens":310,"createdAt":"2026-01-31T12:00:00Z"}],"next":null}
        """;

    public static void MapTurns(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/conversations/{id}").WithTags("Conversations").RequireAuthorization(Policies.Chat)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        Begins(group.MapPost("/messages/{messageId}/edit", EditAsync)).WithName("editMessage").WithSummary("Says something else instead, and has it answered, on a branch beside the message.")
            .WithDescription("Nothing is overwritten: the message and what followed it stay, as another branch. Only what a person said can be edited. messageId is the answer, streamId its stream.")
            .WithExample("""{"text":"What is the tallest tree in Norway?"}""", Begun);
        Begins(group.MapPost("/messages/{messageId}/regenerate", RegenerateAsync)).WithName("regenerateMessage").WithSummary("Has a message answered once more, by the same model or another, on a branch beside the answer.")
            .WithDescription("The message is an answer, or what a person said. messageId is the new answer, streamId its stream.").WithExample("""{"model":"claude"}""", Begun);
        Begins(group.MapPost("/messages/{messageId}/continue", ContinueAsync)).WithName("continueMessage").WithSummary("Has an answer gone on with that was stopped, interrupted, cut off by a limit, or failed.")
            .WithDescription("The text is added to the answer itself, as long as the conversation did not go on behind it. The deltas of the stream begin at the offset that its first event tells.").WithExample("""{"model":"claude"}""", Begun);
        group.MapGet("/summaries", SummariesAsync).WithName("listSummaries").WithSummary("Summaries of the older part of a conversation, which models are given where not all of it fits.")
            .WithDescription("Each covers everything up to one message, so it holds for every branch through that message, and for no other.").WithExample(response: Summary).Produces<Page<SummaryShown>>();
    }

    private static RouteHandlerBuilder Begins(RouteHandlerBuilder operation) => operation.Produces<AnswerBegun>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static Task<IResult> EditAsync(
        string id, string messageId, EditWanted wanted, [FromHeader(Name = "Idempotency-Key"), Description("What the client calls this send.")] string? idempotencyKey, HttpContext context, AnswerMaker maker) =>
        BeginAsync(id, messageId, idempotencyKey, context, maker, turn => turn with { Kind = TurnKind.Edit, Text = wanted.Text, Model = wanted.Model });

    private static Task<IResult> RegenerateAsync(
        string id, string messageId, AnswerWanted wanted, [FromHeader(Name = "Idempotency-Key"), Description("What the client calls this send.")] string? idempotencyKey, HttpContext context, AnswerMaker maker) =>
        BeginAsync(id, messageId, idempotencyKey, context, maker, turn => turn with { Kind = TurnKind.Regenerate, Model = wanted.Model });

    private static Task<IResult> ContinueAsync(
        string id, string messageId, AnswerWanted wanted, [FromHeader(Name = "Idempotency-Key"), Description("What the client calls this send.")] string? idempotencyKey, HttpContext context, AnswerMaker maker) =>
        BeginAsync(id, messageId, idempotencyKey, context, maker, turn => turn with { Kind = TurnKind.Continue, Model = wanted.Model });

    private static async Task<IResult> BeginAsync(
        string id, string messageId, string? key, HttpContext context, AnswerMaker maker, Func<TurnWanted, TurnWanted> turnOf)
    {
        if (TurnText.MistakeOfKey(key) is { } mistake) return Problems.Invalid("Idempotency-Key", mistake);
        if (!Guid.TryParseExact(id, "D", out var conversationId)) return TurnProblems.Of(TurnRefusal.NoConversation, context);
        if (!Guid.TryParseExact(messageId, "D", out var message)) return TurnProblems.Of(TurnRefusal.NoMessage, context);
        var wanted = turnOf(new TurnWanted { UserId = CallerIdentity.UserId(context.User), Kind = TurnKind.Send, IdempotencyKey = key, ConversationId = conversationId, MessageId = message });
        var (begun, _, refusal) = await maker.BeginAsync(wanted, CallerIdentity.Find(context.User)!, context.RequestAborted);
        if (begun is null) return TurnProblems.Of(refusal!, context);
        return TypedResults.Created($"/api/v1/chat/streams/{begun.GenerationId}", new AnswerBegun(begun.MessageId, begun.GenerationId, begun.ConversationId));
    }

    private static async Task<IResult> SummariesAsync(string id, ClaimsPrincipal user, StreamTable table, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "D", out var conversationId) && await table.SummariesAsync(CallerIdentity.UserId(user), conversationId, cancellationToken) is { } summaries
            ? TypedResults.Ok(new Page<SummaryShown>(summaries, null)) : Problems.NotFound("There is no such conversation.");
}
