using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Gateway.Dialects;
using Parley.Gateway.Http.Responses;
using Parley.Gateway.Http.Streams;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;
using Parley.Gateway.Telemetry;

namespace Parley.Gateway.Http;

/// <summary>
/// The door of one served format and operation. The four rooms of a request, in order: (1) read the body and its
/// envelope, (2) and (3) the pipeline and the upstream behind it, then the answer is relayed step by step; the ledger
/// (4) is the pipeline's matter.
/// </summary>
internal sealed class WireEndpoint(
    IDialect dialect, LlmOperation operation, ILlmClient pipeline, ClientPatience client, GatewayLimits limits, ResumableStreams resumable, ResponseTurns? responses, GatewayMetrics metrics, ILogger<WireEndpoint> log)
{
    private static readonly string[] VendorHeaderNames = ["anthropic-version", "anthropic-beta", "openai-beta"];

    private readonly Func<LlmRequest, Prompt>? _readPrompt = operation == LlmOperation.Embed ? null
        : request => PromptReader.Read(dialect, operation, request.Body.Span);

    public async Task HandleAsync(HttpContext context, Caller caller)
    {
        var started = metrics.Time.GetTimestamp();
        var id = RequestId.New(metrics.Time);
        ClientBody? body = null;
        KeepAlive? alive = null;
        metrics.Began();
        try
        {
            body = await RequestBody.ReadAsync(context).ConfigureAwait(false);
            var request = Read(context, caller, body, id, started);
            request.ReadAt = metrics.StageTook("read", started);
            using var activity = GatewayTracing.Start(request);
            IAnswerKeeper? keeper = null;
            // What the request says goes before what the key says.
            var isResumable = (CallerHeaders.Resumable(context.Request.Headers) ?? caller.KeepsStreams) && IsStream(request);
            if (isResumable || responses is not null)
            {
                if (await BeginAsync(context, request, isResumable).ConfigureAwait(false) is not { } turn) return;
                (request, keeper) = turn;
            }

            alive = IsStream(request) ? new KeepAlive(context, dialect, id, client, metrics.Time, limits.KeepAliveInterval) : null;
            alive?.Wait();
            var answer = await pipeline.SendAsync(request, context.RequestAborted).ConfigureAwait(false);
            await using (answer.ConfigureAwait(false))
            {
                if (alive is not null) await alive.RestAsync().ConfigureAwait(false);
                if (answer.Fault is null) await new AnswerRelay(context, dialect, request, answer, client, alive, keeper).RunAsync().ConfigureAwait(false);
                else await FailAsync(context, request.Id, keeper is null ? answer.Fault : await keeper.KeepAsync(answer.Fault, answer).ConfigureAwait(false), answer, request).ConfigureAwait(false);
            }
        }
        catch (GatewayFaultException refused)
        {
            if (alive is not null) await alive.RestAsync().ConfigureAwait(false);
            await FailAsync(context, id, refused.Fault, null).ConfigureAwait(false);
        }
        catch (Exception problem) when (context.RequestAborted.IsCancellationRequested || problem is ConnectionAbortedException or ConnectionResetException)
        {
            // The client left: not an error, and nobody is there to be told.
            log.ClientLeft(id);
        }
        catch (Exception problem)
        {
            log.Broke(problem, id);
            if (alive is not null) await alive.RestAsync().ConfigureAwait(false);
            if (context.Response.HasStarted) context.Abort();
            else await FailAsync(context, id, new GatewayFault(FaultKind.Internal, $"Parley failed on this request. The log has the reason under {id}."), null).ConfigureAwait(false);
        }
        finally
        {
            metrics.Ended();
            alive?.Dispose();
            body?.Dispose();
        }
    }

    private static bool IsStream(LlmRequest request) => request is { Operation: LlmOperation.Generate, Envelope.Stream: true };

    /// <summary>Answers what does not depend on this connection (a response in the background, a resumable stream); null when that is done.
    /// Otherwise what is left to do: the request, made ready, and who keeps its answer.</summary>
    private async Task<(LlmRequest Request, IAnswerKeeper? Keeper)?> BeginAsync(HttpContext context, LlmRequest request, bool isResumable)
    {
        if (responses is not null && operation != LlmOperation.Generate) return (await responses.WriteOutAsync(request, context.RequestAborted).ConfigureAwait(false), null);
        if (isResumable) request = request.WithOwnBody(); // it may outlive this request, and the request's memory
        ResponseKeeper? keeper = null;
        if (responses is not null)
        {
            var turn = await responses.PrepareAsync(request, context.RequestAborted).ConfigureAwait(false);
            if (turn.IsBackground)
            {
                await responses.BeginAsync(context, dialect, turn, request.Envelope.Stream).ConfigureAwait(false);
                return null;
            }

            (request, keeper) = (turn.Request, responses.KeeperOf(turn));
        }

        if (!isResumable) return (request, keeper);
        if (await resumable.BeginAsync(context, dialect, request, keeper).ConfigureAwait(false) is { } fault) await FailAsync(context, request.Id, fault, null).ConfigureAwait(false);
        return null;
    }

    private LlmRequest Read(HttpContext context, Caller caller, ClientBody body, string id, long started)
    {
        return new LlmRequest
        {
            Id = id,
            At = metrics.Time.GetUtcNow(),
            Started = started,
            Format = dialect.Format,
            Operation = operation,
            Caller = caller,
            Body = body.Written,
            BodyOwner = body,
            Envelope = EnvelopeReader.Read(body.Written.Span),
            VendorHeaders = CallerHeaders.ForVendor(context.Request.Headers, VendorHeaderNames),
            Query = context.Request.QueryString.Value ?? "",
            Tags = CallerHeaders.Tags(context.Request.Headers),
            RouteAsked = CallerHeaders.RouteAsked(context.Request.Headers),
            MaxFirstToken = CallerHeaders.MaxFirstToken(context.Request.Headers),
            Cache = CacheHeader.Read(context.Request.Headers),
            ReadPrompt = _readPrompt,
        };
    }

    private Task FailAsync(HttpContext context, string id, GatewayFault fault, LlmAnswer? answer, LlmRequest? request = null)
    {
        log.Failed(id, fault, answer);
        if (answer?.Target is null) metrics.Refused(fault);
        if (context.Response.HasStarted) return FailInStreamAsync(context, id, fault);
        if (answer is not null && request is not null) AnswerHeaders.Set(context.Response.Headers, answer, request);
        var sameFormat = answer?.Target is { } target && (target.Upstream.Kind == dialect.Format.Name() || target.Upstream.AlsoSpeaks.Contains(dialect.Format.Name()));
        return WireErrors.WriteAsync(context, dialect, id, fault, sameFormat);
    }

    /// <summary>The stream began with a sign of life, before it was known that there would be no answer.</summary>
    private async Task FailInStreamAsync(HttpContext context, string id, GatewayFault fault)
    {
        var output = context.Response.BodyWriter;
        dialect.WriteErrorFrame(fault, id, 0, output);
        await client.FlushAsync(context, output, output.UnflushedBytes, context.RequestAborted).ConfigureAwait(false);
    }
}
