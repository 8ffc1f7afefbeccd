using Microsoft.AspNetCore.Http;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Http.Streams;

/// <summary>Streams that go on when the connection breaks (<c>x-parley-resumable: true</c>, or by policy of the key), and the way back to
/// them: <c>GET /v1/streams/{id}</c>.</summary>
internal sealed class ResumableStreams(IStreamStore store, DetachedRuns runs, StreamReplay replay, WireErrors errors)
{
    /// <summary>Begins a stream and sends it. Returns what it failed with while nothing was sent. The request's body must be its own.</summary>
    public async Task<GatewayFault?> BeginAsync(HttpContext context, IDialect dialect, LlmRequest request, IAnswerKeeper? keeper)
    {
        if (runs.Refuse(request) is { } refusal) return refusal;
        var log = store.Open(new StreamInfo(request.Id, request.Caller.KeyId, request.Caller.UserId, request.Format, request.At) { IsNumbered = true });
        using var reader = log.Read();
        var beginning = runs.Start(request, dialect, log, isNumbered: true, keeper).Start;
        if (!await replay.WaitAsync(context, dialect, beginning, request.Id).ConfigureAwait(false)) return TransportFaults.Stopping;
        var start = await beginning.ConfigureAwait(false);
        if (!context.Response.HasStarted)
        {
            foreach (var header in start.Headers) context.Response.Headers[header.Key] = header.Value;
            if (start.Fault is not null) return start.Fault;
        }

        await replay.RunAsync(context, reader, 0).ConfigureAwait(false);
        return null;
    }

    /// <summary><c>GET /v1/streams/{id}</c>.</summary>
    public async Task PickUpAsync(HttpContext context, Caller caller)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        if (!StreamPlace.TryRead(context.Request.Headers["Last-Event-ID"], context.Request.Query["after"], out var after))
        {
            await errors.WriteAsync(context, new GatewayFault(FaultKind.InvalidRequest, "'after' and Last-Event-ID must be the number of an event: the last one that arrived, or 0 for none.") { Param = "after" }).ConfigureAwait(false);
            return;
        }

        using var stream = await store.FindAsync(id, caller, context.RequestAborted).ConfigureAwait(false);
        if (stream?.Info.Format is not { } format)
        {
            await errors.WriteAsync(context, new GatewayFault(FaultKind.NotFound, "There is no such stream, or not any more: streams can be picked up while they run and for some minutes after their end.") { Code = "stream_not_found" }).ConfigureAwait(false);
            return;
        }

        if (HttpMethods.IsHead(context.Request.Method)) StreamHead.Set(context.Response, format, id);
        else await replay.RunAsync(context, stream, after ?? 0).ConfigureAwait(false);
    }
}
