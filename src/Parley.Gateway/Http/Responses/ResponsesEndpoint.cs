using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Dialects;
using Parley.Gateway.Http.Streams;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http.Responses;

/// <summary>Responses that are kept: ask for one again, or for what it answered, follow its stream, stop it, forget it.</summary>
internal sealed class ResponsesEndpoint(IResponseStore store, IStreamStore streams, StreamReplay replay, ResponseTurns turns, WireErrors errors, TimeProvider time)
{
    private const int DefaultPage = 20, LargestPage = 100;

    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10), LookEvery = TimeSpan.FromMilliseconds(50);

    private static readonly GatewayFault Ended = new(FaultKind.Internal, "The process that made this response ended before it was complete. Ask again.");

    /// <summary><c>GET /v1/responses/{id}</c>, with <c>?stream=true&amp;starting_after=n</c> its events.</summary>
    public async Task GetAsync(HttpContext context, Caller caller)
    {
        if (await FindAsync(context, caller).ConfigureAwait(false) is not { } response) return;
        if (!string.Equals(context.Request.Query["stream"], "true", StringComparison.OrdinalIgnoreCase))
        {
            await turns.WriteAsync(context, response.Body, RequestId.New(time)).ConfigureAwait(false);
            return;
        }

        string? place = context.Request.Query["starting_after"];
        var after = -1L;
        if (!string.IsNullOrEmpty(place) && (!long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out after) || after > int.MaxValue))
            await FailAsync(context, "'starting_after' must be the sequence number of an event.", "starting_after").ConfigureAwait(false);
        else if (response.StreamId is null)
            await FailAsync(context, "This response has no stream to follow: it was not made in the background.", "stream").ConfigureAwait(false);
        else
            await FollowAsync(context, caller, response.StreamId, after).ConfigureAwait(false);
    }

    /// <summary><c>GET /v1/responses/{id}/input_items?limit=20&amp;order=desc&amp;after=item</c>.</summary>
    public async Task GetInputAsync(HttpContext context, Caller caller)
    {
        if (await FindAsync(context, caller).ConfigureAwait(false) is not { } response) return;
        var query = context.Request.Query;
        var items = InputItems.Of(response);
        if ((string?)query["order"] is not "asc") items.Reverse();
        if (ReadPage(query, items) is not { } page)
        {
            await FailAsync(context, $"'limit' must be a number from 1 to {LargestPage}, 'order' asc or desc, and 'after' the id of an item of this response.", null).ConfigureAwait(false);
            return;
        }

        using var body = new PooledBytes();
        InputItems.WritePage(items[page], page.End.Value < items.Count, body);
        await turns.WriteAsync(context, body.Written, RequestId.New(time)).ConfigureAwait(false);
    }

    /// <summary><c>POST /v1/responses/{id}/cancel</c>.</summary>
    public async Task CancelAsync(HttpContext context, Caller caller)
    {
        if (await FindAsync(context, caller).ConfigureAwait(false) is not { } response) return;
        if (response.StreamId is not { } stream)
        {
            await FailAsync(context, "Only responses that are made in the background can be cancelled: close the connection of others.", null).ConfigureAwait(false);
            return;
        }

        var asked = time.GetTimestamp();
        if (ResponseObject.IsOpen(response.Body)) await streams.StopAsync(stream, caller, context.RequestAborted).ConfigureAwait(false);
        while (ResponseObject.IsOpen(response.Body) && time.GetElapsedTime(asked) < StopsWithin)
        {
            await Task.Delay(LookEvery, time, context.RequestAborted).ConfigureAwait(false);
            response = await store.FindAsync(response.Id, caller, context.RequestAborted).ConfigureAwait(false) ?? response;
        }

        await turns.WriteAsync(context, response.Body, RequestId.New(time)).ConfigureAwait(false);
    }

    /// <summary><c>DELETE /v1/responses/{id}</c>. One that is being made is stopped.</summary>
    public async Task DeleteAsync(HttpContext context, Caller caller)
    {
        if (await FindAsync(context, caller).ConfigureAwait(false) is not { } response) return;
        if (response.StreamId is { } stream && ResponseObject.IsOpen(response.Body)) await streams.StopAsync(stream, caller, context.RequestAborted).ConfigureAwait(false);
        await store.DeleteAsync(response.Id, caller, context.RequestAborted).ConfigureAwait(false);
        using var body = new PooledBytes();
        body.Raw("{\"id\":"u8);
        body.String(response.Id);
        body.Raw(",\"object\":\"response\",\"deleted\":true}"u8);
        await turns.WriteAsync(context, body.Written, RequestId.New(time)).ConfigureAwait(false);
    }

    /// <summary>Which of the items are asked for; null when that cannot be told.</summary>
    private static Range? ReadPage(IQueryCollection query, List<ReadOnlyMemory<byte>> items)
    {
        var limit = DefaultPage;
        if ((string?)query["limit"] is { } asked && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LargestPage)) return null;
        if ((string?)query["order"] is not (null or "asc" or "desc")) return null;
        var from = (string?)query["after"] is { } after ? items.FindIndex(i => KeptItems.IdOf(i) == after) + 1 : 0;
        return from == 0 && query.ContainsKey("after") ? null : from..Math.Min(from + limit, items.Count);
    }

    /// <summary>The response of the path; otherwise the caller is told that there is none. One whose process is gone has failed.</summary>
    private async ValueTask<StoredResponse?> FindAsync(HttpContext context, Caller caller)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        if (await store.FindAsync(id, caller, context.RequestAborted).ConfigureAwait(false) is not { } response)
        {
            await errors.WriteAsync(context, new GatewayFault(FaultKind.NotFound, $"Response with id '{(id.Length > 100 ? id[..100] : id)}' not found.") { Code = "response_not_found" }).ConfigureAwait(false);
            return null;
        }

        if (!ResponseObject.IsOpen(response.Body)
            || (response.StreamId is { } stream && await streams.IsRunningAsync(stream, caller, context.RequestAborted).ConfigureAwait(false))) return response;
        // It may have ended between the two looks.
        response = await store.FindAsync(id, caller, context.RequestAborted).ConfigureAwait(false) ?? response;
        if (!ResponseObject.IsOpen(response.Body)) return response;
        // Not stored: should its process be alive all the same, what it says later is the truth.
        return response with { Body = ResponseKeeper.WithError(ResponseObject.WithText(response.Body, "status"u8, "failed"u8), Ended) };
    }

    private async Task FollowAsync(HttpContext context, Caller caller, string streamId, long after)
    {
        using var stream = await streams.FindAsync(streamId, caller, context.RequestAborted).ConfigureAwait(false);
        if (stream is not null && HttpMethods.IsHead(context.Request.Method)) StreamHead.Set(context.Response, WireFormat.Responses, streamId);
        else if (stream is not null) await replay.RunAsync(context, stream, 0, IsBehind).ConfigureAwait(false);
        else await FailAsync(context, "The stream of this response is not there any more. The response itself is: ask for it without 'stream'.", "stream").ConfigureAwait(false);

        // An event without a number of its own is counted: events from 0, frames from 1.
        bool IsBehind(ReadOnlyMemory<byte> frame, long number) => (EventNumbers.Of(frame) ?? number - 1) > after;
    }

    private Task FailAsync(HttpContext context, string message, string? param) =>
        errors.WriteAsync(context, new GatewayFault(FaultKind.InvalidRequest, message) { Param = param });
}
