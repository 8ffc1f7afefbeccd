using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Gateway.Http.Streams;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Generations.Endpoints;

/// <summary><c>/api/v1/chat</c>: a turn, whole or as a stream, and the streams that there are.</summary>
internal static class ChatEndpoints
{
    private const string Wanted = """{"conversationId":"01980f5e-6a30-7c1e-9d5b-0d6f8f1f7a11","message":"What is the tallest tree?","model":"fast"}""";

    private const string Answer =
        """
        {"conversationId":"01980f5e-6a30-7c1e-9d5b-0d6f8f1f7a11","messageId":"01980f5e-6a31-7d02-8f0a-3f3c0f0f9b12","text":"A coast redwood.","model":"fast","finishReason":"stop","status":"complete","usage":{"inputTokens":14,"outputTokens":5}}
        """;

    private const string Events =
        """
        id: 1
        event: started
        data: {"streamId":"01980f5e-...","conversationId":"01980f5e-...","messageId":"01980f5e-...","offset":0}

        id: 2
        event: delta
        data: {"text":"A coast"}

        id: 3
        event: delta
        data: {"text":" redwood."}

        id: 4
        event: usage
        data: {"inputTokens":14,"cachedTokens":0,"outputTokens":5,"reasoningTokens":0}

        id: 5
        event: done
        data: {"messageId":"01980f5e-...","finishReason":"stop"}

        """;

    private const string Stream =
        """{"id":"01980f5e-6a30-7c1e-9d5b-0d6f8f1f7a13","conversationId":"01980f5e-6a30-7c1e-9d5b-0d6f8f1f7a11","messageId":"01980f5e-6a31-7d02-8f0a-3f3c0f0f9b12","state":"streaming","model":"fast","createdAt":"2026-01-31T12:00:00Z","endedAt":null}""";

    public static void MapChat(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/chat").WithTags("Chat").RequireAuthorization(Policies.Chat)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("", WholeAsync).WithName("chat").WithSummary("One turn in a conversation, answered whole.")
            .WithDescription("Without conversationId a new conversation begins. The answer is made to its end whether the client waits or not, and stands in the conversation; while it is made it can be read and stopped as a stream. "
                + "A send that is repeated with the same Idempotency-Key gets the answer of the first. What the model failed with is answered as a problem, with its status.")
            .WithExample(Wanted, Answer).Produces<ChatAnswer>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests);
        group.MapPost("/stream", StreamAsync).WithName("streamChat").WithSummary("One turn in a conversation, answered as server-sent events.")
            .WithDescription("Events: started, delta, reasoning, tool, usage, and last done or error; each has an increasing id. The header x-parley-stream-id names the stream: the answer goes on when the client leaves, and GET /chat/streams/{id} picks it up, on any device. "
                + "A send that is repeated with the same Idempotency-Key gets the stream of the first, from its beginning.")
            .WithExample(Wanted, Events).Produces<string>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests);
        group.MapGet("/streams", ListAsync).WithName("listChatStreams").WithSummary("The caller's answers as streams, newest first: running and recent, with their state.")
            .WithExample(response: $$"""{"items":[{{Stream}}],"next":null}""").Produces<Page<StreamShown>>();
        group.MapGet("/streams/{id}", PickUpAsync).WithName("followChatStream").WithSummary("Picks an answer's stream up: what was sent, and what comes.")
            .WithDescription("With Last-Event-ID or ?after= only what is behind that event. After a restart of the server what was durable is sent, and an error event when the rest was lost. Streams can be picked up for some minutes after their end; afterwards the answer stands in its conversation.")
            .WithExample(response: Events).Produces<string>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/streams/{id}/stop", StopAsync).WithName("stopChatStream").WithSummary("Stops an answer; what was produced is kept and counted.")
            .WithDescription("Answers when the end is durable, or after some seconds with the state streaming when another node makes the answer and has not ended it yet. Stopping what is over changes nothing.")
            .WithExample(response: Stream).Produces<StreamShown>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> WholeAsync(
        ChatWanted wanted, [FromHeader(Name = "Idempotency-Key"), Description("What the client calls this send.")] string? idempotencyKey, HttpContext context, AnswerMaker maker, StreamTable table, TimeProvider time)
    {
        if (TurnText.MistakeOfKey(idempotencyKey) is { } mistake) return Problems.Invalid("Idempotency-Key", mistake);
        var (begun, running, refusal) = await maker.BeginAsync(TurnOf(wanted, idempotencyKey, context.User), CallerIdentity.Find(context.User)!, context.RequestAborted);
        if (begun is null) return TurnProblems.Of(refusal!, context);
        context.Response.Headers[StreamRelay.IdHeader] = begun.GenerationId.ToString();
        AnswerEnd? end = null;
        if (running is not null) end = await running.Ended.WaitAsync(context.RequestAborted);
        else await table.WaitForEndAsync(begun.GenerationId, time, context.RequestAborted);
        var (answer, problem) = await table.ReadAnswerAsync(CallerIdentity.UserId(context.User), begun.MessageId, context.RequestAborted);
        if (answer is null) return Problems.NotFound("The conversation was deleted while the answer was made.");
        return answer.Status is Model.MessageStatus.Complete or Model.MessageStatus.Stopped
            ? TypedResults.Ok(answer) : Problems.Create(end is { HttpStatus: >= 400 } ? end.HttpStatus : StatusCodes.Status502BadGateway, problem ?? "The model failed.");
    }

    private static async Task<IResult> StreamAsync(
        ChatWanted wanted, [FromHeader(Name = "Idempotency-Key"), Description("What the client calls this send.")] string? idempotencyKey, HttpContext context, AnswerMaker maker, StreamTable table, IStreamStore streams, StreamRelay relay, TimeProvider time)
    {
        if (TurnText.MistakeOfKey(idempotencyKey) is { } mistake) return Problems.Invalid("Idempotency-Key", mistake);
        var caller = CallerIdentity.Find(context.User)!;
        var (begun, running, refusal) = await maker.BeginAsync(TurnOf(wanted, idempotencyKey, context.User), caller, context.RequestAborted);
        if (begun is null) return TurnProblems.Of(refusal!, context);
        using var reader = running?.Log.Read() ?? await table.OpenAsync(streams, begun.GenerationId, caller, time, context.RequestAborted);
        if (reader is null) return Over();
        await relay.SendAsync(context, reader, begun.MessageId, 0);
        return Results.Empty;
    }

    private static async Task<Results<Ok<Page<StreamShown>>, ProblemHttpResult>> ListAsync(string? cursor, int? limit, ClaimsPrincipal user, StreamTable table, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, text => Guid.TryParseExact(text, "D", out _), out var page, out var problem)) return problem;
        var rows = await table.ListAsync(CallerIdentity.UserId(user), page.After is { } after ? Guid.Parse(after, CultureInfo.InvariantCulture) : null, page.Limit + 1, cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, s => s.Id.ToString()));
    }

    private static async Task<IResult> PickUpAsync(
        string id, [Description("The id of the last event that the client has.")] string? after, [FromHeader(Name = "Last-Event-ID"), Description("The same, from a client that comes back by itself.")] string? lastEventId,
        HttpContext context, StreamTable table, IStreamStore streams, StreamRelay relay, TimeProvider time)
    {
        if (!StreamPlace.TryRead(lastEventId, after, out var place)) return Problems.Invalid("after", "must be the id of an event (Last-Event-ID too): the last one that arrived, or 0 for none");
        if (!Guid.TryParseExact(id, "D", out var streamId) || await table.FindAsync(CallerIdentity.UserId(context.User), streamId, context.RequestAborted) is not { } stream) return NoStream();
        using var reader = await table.OpenAsync(streams, streamId, CallerIdentity.Find(context.User)!, time, context.RequestAborted);
        if (reader is null) return Over();
        await relay.SendAsync(context, reader, stream.MessageId, place ?? 0);
        return Results.Empty;
    }

    private static async Task<IResult> StopAsync(string id, HttpContext context, AnswerMaker maker, StreamTable table, IStreamStore streams, TimeProvider time)
    {
        var userId = CallerIdentity.UserId(context.User);
        if (!Guid.TryParseExact(id, "D", out var streamId) || await table.FindAsync(userId, streamId, context.RequestAborted) is not { } stream) return NoStream();
        if (stream.EndedAt is not null) return TypedResults.Ok(stream);
        if (maker.Find(streamId) is { } running) running.Log.Stop();
        else await streams.StopAsync(streamId.ToString(), CallerIdentity.Find(context.User)!, context.RequestAborted);
        await table.WaitForEndAsync(streamId, time, context.RequestAborted, StreamTable.StopsWithin);
        return TypedResults.Ok(await table.FindAsync(userId, streamId, context.RequestAborted) ?? stream);
    }

    private static TurnWanted TurnOf(ChatWanted wanted, string? key, ClaimsPrincipal user) => new()
    {
        UserId = CallerIdentity.UserId(user), Kind = TurnKind.Send, IdempotencyKey = key, ConversationId = wanted.ConversationId, ParentId = wanted.ParentId, Text = wanted.Message, Model = wanted.Model,
        PersonaId = wanted.PersonaId, FileIds = wanted.FileIds ?? [],
    };

    private static ProblemHttpResult NoStream() => Problems.NotFound("There is no such stream.");

    private static ProblemHttpResult Over() => Problems.NotFound("This stream is over, and its time to be picked up too. The answer stands in its conversation.");
}
