using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;

namespace Parley.Gateway.Http;

/// <summary>
/// Carries one answer to the client: the upstream's own bytes where both speak the same format, otherwise what the
/// format's writer makes of the events. A delta leaves as soon as the next one is not here yet.
/// </summary>
internal readonly struct AnswerRelay(HttpContext context, IDialect dialect, LlmRequest request, LlmAnswer answer, ClientPatience client)
{
    /// <summary>Bytes that may gather while steps come faster than they leave.</summary>
    private const int FlushBytes = 16 * 1024;

    private bool IsSameFormat => answer.Format == dialect.Format;

    public async Task RunAsync()
    {
        AnswerHeaders.Set(context.Response.Headers, answer);
        WireErrors.NameRequest(context.Response.Headers, dialect.Format, request.Id);
        if (request.Envelope.Stream && request.Operation == LlmOperation.Generate) await StreamAsync().ConfigureAwait(false);
        else await WholeAsync().ConfigureAwait(false);
    }

    private async Task StreamAsync()
    {
        var leaving = context.RequestAborted;
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-accel-buffering"] = "no";
        var output = response.BodyWriter;
        var writer = IsSameFormat && !answer.IsWhole ? null : dialect.CreateStreamWriter(Identity(), request.Envelope.IncludeUsage);
        ExceptionDispatchInfo? gone = null;
        while (true)
        {
            var moving = answer.MoveNextAsync(leaving);
            try
            {
                var waiting = output.UnflushedBytes;
                if (waiting > 0 && (!moving.IsCompleted || waiting >= FlushBytes)) await client.FlushAsync(context, output, waiting, leaving).ConfigureAwait(false);
            }
            catch (Exception problem)
            {
                gone = ExceptionDispatchInfo.Capture(problem);
            }

            // Also when the client is gone: the step under way holds the answer's memory and must let go of it before
            // the answer is disposed of, or its bytes could land in another caller's buffer.
            if (!await moving.ConfigureAwait(false)) break;
            gone?.Throw();
            if (writer is null) PassThrough(output);
            else WriteEvents(writer, output);
        }

        await client.FlushAsync(context, output, output.UnflushedBytes, leaving).ConfigureAwait(false);
    }

    private void PassThrough(PipeWriter output)
    {
        var events = answer.Events;
        // Parley asked for usage; a caller that did not does not see it.
        if (events.IsUsageOnly && !request.Envelope.IncludeUsage) return;
        if (events.Events is [.., { Kind: LlmEventKind.Failed, Fault: { Body.IsEmpty: true } fault }])
        {
            dialect.WriteErrorFrame(fault, request.Id, output);
            return;
        }

        var raw = answer.Raw.Span;
        if (!raw.IsEmpty && dialect.Format == WireFormat.Chat && !request.Envelope.IncludeUsage) UnaskedUsage.Write(output, raw, events);
        else if (!raw.IsEmpty) Write(output, raw);
        else if (events.Events is [.., { Kind: LlmEventKind.Completed }]) Write(output, dialect.StreamTerminator.Span);
    }

    private void WriteEvents(IAnswerWriter writer, PipeWriter output)
    {
        foreach (ref readonly var item in answer.Events.Events) writer.Write(item, output);
    }

    private async Task WholeAsync()
    {
        var isRaw = IsSameFormat && answer.IsWhole;
        using var folded = isRaw ? null : new PooledBytes();
        var writer = isRaw ? null : WholeWriter();
        while (await answer.MoveNextAsync(context.RequestAborted).ConfigureAwait(false))
        {
            if (Fold(writer, folded) is { } fault)
            {
                await WireErrors.WriteAsync(context, dialect, request.Id, fault, IsSameFormat).ConfigureAwait(false);
                return;
            }

            if (isRaw) break;
        }

        var body = isRaw ? answer.Raw : folded!.Written;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await client.WriteAsync(context, body, context.RequestAborted).ConfigureAwait(false);
    }

    private IAnswerWriter WholeWriter() =>
        request.Operation == LlmOperation.CountTokens ? new Dialects.Anthropic.CountTokensWriter() : dialect.CreateWholeWriter(Identity());

    private GatewayFault? Fold(IAnswerWriter? writer, PooledBytes? output)
    {
        foreach (ref readonly var item in answer.Events.Events)
        {
            if (item is { Kind: LlmEventKind.Failed, Fault: { } fault }) return fault;
            writer?.Write(item, output!);
        }

        return null;
    }

    private AnswerIdentity Identity() => new(request.Id, request.Envelope.Model, request.At)
    {
        LegacyCalls = request.PromptIfRead is { LegacyTools: true },
        Request = request.Body,
    };

    private static void Write(PipeWriter output, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }
}
