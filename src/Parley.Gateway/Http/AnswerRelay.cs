using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Dialects;
using Parley.Gateway.Http.Streams;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;

namespace Parley.Gateway.Http;

/// <summary>Carries one answer to the client. A delta leaves as soon as the next one is not here yet.</summary>
internal readonly struct AnswerRelay(HttpContext context, IDialect dialect, LlmRequest request, LlmAnswer answer, ClientPatience client, KeepAlive? alive, IAnswerKeeper? keeper)
{
    /// <summary>Bytes that may gather while steps come faster than they leave.</summary>
    private const int FlushBytes = 16 * 1024;

    private bool IsSameFormat => answer.Format == dialect.Format;

    public async Task RunAsync()
    {
        if (!context.Response.HasStarted)
        {
            AnswerHeaders.Set(context.Response.Headers, answer, request);
            WireErrors.NameRequest(context.Response.Headers, dialect.Format, request.Id);
        }

        if (request.Envelope.Stream && request.Operation == LlmOperation.Generate) await StreamAsync().ConfigureAwait(false);
        else await WholeAsync().ConfigureAwait(false);
    }

    private async Task StreamAsync()
    {
        var leaving = context.RequestAborted;
        var response = context.Response;
        StreamHead.Set(response, dialect.Format, request.Id);
        var output = response.BodyWriter;
        var step = new StepWriter(dialect, request, answer);
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
            if (!moving.IsCompleted && gone is null) alive?.Wait();
            var moved = await moving.ConfigureAwait(false);
            if (alive is not null) await alive.RestAsync().ConfigureAwait(false);
            if (!moved) break;
            gone?.Throw();
            if (keeper is null || !(keeper.EditsAll || step.IsLast)) step.Write(output);
            else await EditAsync(step, output).ConfigureAwait(false);
        }

        await client.FlushAsync(context, output, output.UnflushedBytes, leaving).ConfigureAwait(false);
    }

    private async ValueTask EditAsync(StepWriter step, PipeWriter output)
    {
        using var written = new PooledBytes();
        step.Write(written);
        var left = written.Written;
        var rest = left;
        while (FrameSplitter.TryTake(ref rest, out var frame))
        {
            output.Raw(left.Span[..^(frame.Length + rest.Length)]); // line ends and comments are the vendor's, too
            output.Raw((await keeper!.EditAsync(frame, answer).ConfigureAwait(false)).Span);
            left = rest;
        }

        output.Raw(left.Span);
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
                var told = keeper is null ? fault : await keeper.KeepAsync(fault, answer).ConfigureAwait(false);
                await WireErrors.WriteAsync(context, dialect, request.Id, told, IsSameFormat).ConfigureAwait(false);
                return;
            }

            if (isRaw) break;
        }

        var body = isRaw ? answer.Raw : folded!.Written;
        if (keeper is not null) body = await keeper.KeepAsync(body, answer).ConfigureAwait(false);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await client.WriteAsync(context, body, context.RequestAborted).ConfigureAwait(false);
    }

    private IAnswerWriter WholeWriter() =>
        request.Operation == LlmOperation.CountTokens ? new CountTokensWriter(dialect.Format) : dialect.CreateWholeWriter(StepWriter.Identity(request, answer));

    private GatewayFault? Fold(IAnswerWriter? writer, PooledBytes? output)
    {
        foreach (ref readonly var item in answer.Events.Events)
        {
            if (item is { Kind: LlmEventKind.Failed, Fault: { } fault }) return fault;
            writer?.Write(item, output!);
        }

        return null;
    }
}
