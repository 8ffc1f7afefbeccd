using Microsoft.AspNetCore.Http;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;

namespace Parley.Gateway.Http;

/// <summary>Carries an answer about pictures or sound to the client, in the upstream's own bytes, piece by piece: nothing is kept, and
/// a client that reads slowly slows the upstream down.</summary>
internal readonly struct MediaRelay(HttpContext context, IDialect dialect, LlmRequest request, LlmAnswer answer, ClientPatience client, GatewayLimits limits, TimeProvider time)
{
    public async Task RunAsync()
    {
        var head = answer.Media ?? new MediaHead("application/json");
        var isEvents = head.ContentType.StartsWith("text/event-stream", StringComparison.Ordinal);
        var isBegun = false;
        using var alive = isEvents ? new KeepAlive(context, dialect, request.Id, client, time, limits.KeepAliveInterval) : null;
        while (true)
        {
            var moving = answer.MoveNextAsync(context.RequestAborted);
            if (isBegun) alive?.Wait();
            var moved = await moving.ConfigureAwait(false);
            if (alive is not null) await alive.RestAsync().ConfigureAwait(false);
            if (!moved) return;
            var fault = answer.Events.Events is [.., { Kind: LlmEventKind.Failed } last] ? last.Fault : null;
            if (fault is not null && (!isBegun && !isEvents))
            {
                await WireErrors.WriteAsync(context, dialect, request.Id, fault, sameFormat: true).ConfigureAwait(false);
                return;
            }

            if (!isBegun) Begin(head, isEvents);
            isBegun = true;
            if (fault is { IsTold: false }) await BreakOffAsync(fault, isEvents).ConfigureAwait(false);
            else if (!answer.Raw.IsEmpty) await client.WriteAsync(context, answer.Raw, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private void Begin(MediaHead head, bool isEvents)
    {
        var response = context.Response;
        AnswerHeaders.Set(response.Headers, answer, request);
        WireErrors.NameRequest(response.Headers, dialect.Format, request.Id);
        response.ContentType = head.ContentType;
        response.ContentLength = answer.IsWhole ? answer.Raw.Length : head.Length;
        if (isEvents) StreamHead.PassAtOnce(response.Headers);
    }

    /// <summary>A stream of events says what happened; sound can only end without an end.</summary>
    private async Task BreakOffAsync(GatewayFault fault, bool isEvents)
    {
        if (!isEvents)
        {
            context.Abort();
            return;
        }

        using var frame = new PooledBytes(1024);
        dialect.WriteErrorFrame(fault, request.Id, 0, frame);
        await client.WriteAsync(context, frame.Written, context.RequestAborted).ConfigureAwait(false);
    }
}
