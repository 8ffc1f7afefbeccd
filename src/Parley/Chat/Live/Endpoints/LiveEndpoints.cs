using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Parley.Gateway.Http.Streams;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Live.Endpoints;

/// <summary><c>/api/v1/events</c> and <c>/api/v1/ws</c>: one feed, two transports.</summary>
internal static class LiveEndpoints
{
    private const string Events =
        """
        id: 41
        data: {"seq":41,"kind":"message","data":{"id":"0198...","conversationId":"0197...","role":"assistant","status":"streaming","text":""}}

        data: {"kind":"tail","data":{"conversationId":"0197...","messageId":"0198...","generationId":"0198...","epoch":1,"offset":0,"text":"Hello","blocks":0}}

        """;

    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1").WithTags("Live").RequireAuthorization(Policies.Chat)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/events", EventsAsync).WithName("followEvents").WithSummary("Everything that concerns the caller, as server-sent events.")
            .WithDescription("Each event is {\"seq\"?,\"kind\",\"data\"}. Durable ones carry a seq, which is also their id: with the last one in Last-Event-ID or ?after= the feed goes on behind it. "
                + "Without either it begins now, with a \"hello\". Tails, status, typing and presence are only for the moment and carry none. "
                + "Events are kept for 24 hours: whoever asks for older ones gets a \"reset\" and should read its lists anew. docs/chat-api.md tells all kinds.")
            .WithExample(response: Events).Produces<string>(StatusCodes.Status200OK, "text/event-stream");
        group.MapGet("/ws", SocketAsync).WithName("followEventsBySocket").WithSummary("The same feed over a WebSocket, both ways.")
            .WithDescription("The answer to the handshake is 101; then the server sends the envelopes of /events, one a message; ?after= resumes. The client may send {\"kind\":\"typing\",\"data\":{\"conversationId\"}}, "
                + "{\"kind\":\"presence\",\"data\":{\"isActive\"}}, {\"kind\":\"read\",\"data\":{\"conversationId\",\"messageId\"}} and {\"kind\":\"ping\"}. "
                + "A browser's Origin must be this server's own. What cannot be used is answered with {\"kind\":\"problem\"}.")
            .WithExample(response: """{"seq":41,"kind":"conversation","data":{"id":"0197...","title":"Trip to Oslo"}}""").Produces<string>(StatusCodes.Status200OK, "application/json");
    }

    private static async Task<IResult> EventsAsync(
        [Description("The last number that the client has.")] string? after, [FromHeader(Name = "Last-Event-ID"), Description("The same, from a client that comes back by itself.")] string? lastEventId,
        [Description("true: tails bring the answer as safe HTML too.")] bool? html, HttpContext context, Readers readers, FeedFollower follower, CallerLifetime lifetime, TimeProvider time)
    {
        if (!StreamPlace.TryRead(lastEventId, after, out var place, long.MaxValue)) return Problems.Invalid("after", "must be the number of an event (Last-Event-ID too): the last one that arrived, or 0 for none");
        var userId = CallerIdentity.UserId(context.User);
        if (readers.Enter(context) is not { } listener) return TooMany(context);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, readers.Ending, lifetime.Follow(context.User));
        try
        {
            EventStream.Begin(context.Response);
            await follower.RunAsync(userId, place, listener, new EventStream(context, time), over.Token, withHtml: html == true);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested || context.RequestAborted.IsCancellationRequested)
        {
            // The reader left, may not read any more, or the process ends: who comes back says how far it is.
        }
        finally
        {
            readers.Leave(userId, listener);
        }

        return Results.Empty;
    }

    private static async Task<IResult> SocketAsync(
        [Description("The last number that the client has.")] string? after, HttpContext context, Readers readers, FeedFollower follower, SocketActions actions, CallerLifetime lifetime, TimeProvider time, ILogger<SocketSession> logger)
    {
        if (!StreamPlace.TryRead(null, after, out var place, long.MaxValue)) return Problems.Invalid("after", "must be the number of an event: the last one that arrived, or 0 for none");
        if (!context.WebSockets.IsWebSocketRequest) return Problems.Create(StatusCodes.Status400BadRequest, "This address is for WebSockets; /api/v1/events gives the same feed to other clients.");
        if (!Origins.IsOwn(context.Request)) return Problems.Create(StatusCodes.Status403Forbidden, "A page of another origin may not open a socket here.");
        var userId = CallerIdentity.UserId(context.User);
        if (readers.Enter(context) is not { } listener) return TooMany(context);
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = FeedBeats.Every });
            await new SocketSession(socket, userId, listener, follower, actions, time, logger).RunAsync(place, context.RequestAborted, readers.Ending, lifetime.Follow(context.User));
        }
        finally
        {
            readers.Leave(userId, listener);
        }

        return Results.Empty;
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult TooMany(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "10";
        return Problems.Create(StatusCodes.Status429TooManyRequests, $"{Readers.MostPerPerson} connections of this person follow the feed already. Close some of them.");
    }
}
