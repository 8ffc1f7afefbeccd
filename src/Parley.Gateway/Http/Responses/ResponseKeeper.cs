using System.Text;
using Microsoft.Extensions.Logging;
using Parley.Gateway.Dialects;
using Parley.Gateway.Http.Streams;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Http.Responses;

/// <summary>
/// Keeps one response: what its last event holds, or its body. Tells in it what a vendor did not know: what it went on from, and, of one in the
/// background, the id that was told before there was an answer; of that one it also keeps how far it is.
/// </summary>
internal sealed partial class ResponseKeeper(ResponseTurn turn, IResponseStore store, ILogger logger) : IAnswerKeeper
{
    private readonly JsonText _previousId = JsonText.From(turn.PreviousId);
    private bool _isBegun;

    public bool EditsAll => turn.IsBackground || turn.PreviousId is not null;

    public async ValueTask<ReadOnlyMemory<byte>> KeepAsync(ReadOnlyMemory<byte> body, LlmAnswer answer)
    {
        body = Mend(body);
        if (!ResponseObject.IsOpen(body)) await SaveAsync(body, ProviderOf(answer)).ConfigureAwait(false);
        return body;
    }

    public async ValueTask<ReadOnlyMemory<byte>> EditAsync(ReadOnlyMemory<byte> frame, LlmAnswer answer)
    {
        var body = ResponseIn(frame);
        if (body.IsEmpty) return frame;
        var mended = Mend(body);
        if (EditsAll && frame.Span.Overlaps(body.Span, out var at)) frame = (byte[])[.. frame.Span[..at], .. mended.Span, .. frame.Span[(at + body.Length)..]];
        if (!ResponseObject.IsOpen(mended) || (turn.IsBackground && !_isBegun)) await SaveAsync(mended, turn.IsBackground ? null : ProviderOf(answer)).ConfigureAwait(false);
        _isBegun = true;
        return frame;
    }

    public ValueTask FailAsync(GatewayFault fault)
    {
        if (!turn.IsBackground) return default;
        var wasStopped = fault.Kind == FaultKind.ClientClosed;
        var body = ResponseObject.WithText(turn.Stored!.Body, "status"u8, wasStopped ? "cancelled"u8 : "failed"u8);
        return SaveAsync(wasStopped ? body : WithError(body, fault), null);
    }

    /// <summary>The response with the error that it failed with.</summary>
    public static ReadOnlyMemory<byte> WithError(ReadOnlyMemory<byte> body, GatewayFault fault)
    {
        var error = ResponseObject.Member(body, "error"u8);
        if (error.IsEmpty || !body.Span.Overlaps(error.Span, out var at)) return body;
        using var written = new PooledBytes();
        Dialects.OpenAiResponses.Errors.WriteResponseError(fault, written);
        return (byte[])[.. body.Span[..at], .. written.Written.Span, .. body.Span[(at + error.Length)..]];
    }

    private ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> body)
    {
        if (turn.IsBackground) body = ResponseObject.With(ResponseObject.WithText(body, "id"u8, Encoding.UTF8.GetBytes(turn.Stored!.Id)), "background"u8, "true"u8);
        return _previousId.IsEmpty ? body : ResponseObject.WithText(body, "previous_response_id"u8, _previousId.Escaped.Span);
    }

    /// <summary>The response object in an event of the stream; empty when it has none.</summary>
    private static ReadOnlyMemory<byte> ResponseIn(ReadOnlyMemory<byte> frame)
    {
        var data = frame.Span.IndexOf("data:"u8);
        if (data < 0 || frame.Span.IndexOf("\"response\":"u8) < 0) return default;
        var line = frame[(data + 5)..];
        var end = line.Span.IndexOfAny((byte)'\n', (byte)'\r');
        return ResponseObject.Member(end < 0 ? line : line[..end], "response"u8);
    }

    /// <summary>Only OpenAI is known to keep what it answered in this format; servers that are compatible often do not.</summary>
    private static string? ProviderOf(LlmAnswer answer) =>
        answer.Format == WireFormat.Responses && answer.Target is { } target && Vendor.Of(target).IsOpenAi ? target.Upstream.Name : null;

    /// <summary>An answer that cannot be kept is still an answer.</summary>
    private async ValueTask SaveAsync(ReadOnlyMemory<byte> body, string? provider)
    {
        if (turn.Stored is not { } stored) return;
        var id = turn.IsBackground ? stored.Id : Encoding.UTF8.GetString(ResponseObject.Text(body, "id"u8));
        if (id.Length is 0 or > 200) return;
        try
        {
            var kept = stored with { Id = id, Body = body.ToArray(), Provider = provider };
            if (turn.IsBackground) await store.UpdateAsync(kept, CancellationToken.None).ConfigureAwait(false);
            else await store.SaveAsync(kept, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            NotKept(logger, id, problem.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The response {Id} was answered, but it cannot be asked for again: {Problem}")]
    private static partial void NotKept(ILogger logger, string id, string problem);
}
