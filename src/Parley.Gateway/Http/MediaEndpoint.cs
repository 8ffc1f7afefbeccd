using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiMedia;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;
using Parley.Gateway.Telemetry;
using Parley.Gateway.Uploads;

namespace Parley.Gateway.Http;

/// <summary>The door of one operation on pictures or sound: as <see cref="WireEndpoint"/>, but a request may be a form with files, and
/// an answer may be anything.</summary>
internal sealed class MediaEndpoint(
    IDialect dialect, LlmOperation operation, ILlmClient pipeline, GatewayLimits limits, ClientPatience client, GatewayMetrics metrics, ILogger<MediaEndpoint> log)
{
    private static readonly string[] VendorHeaderNames = ["openai-beta"];

    public async Task HandleAsync(HttpContext context, Caller caller)
    {
        var started = metrics.Time.GetTimestamp();
        var id = RequestId.New(metrics.Time);
        // Fires also when only the body breaks off: then the whole request is over.
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        MediaBody? body = null;
        metrics.Began();
        try
        {
            body = await ReadBodyAsync(context, leaving).ConfigureAwait(false);
            var request = Describe(context, caller, body, id, started);
            request.ReadAt = metrics.StageTook("read", started);
            using var activity = GatewayTracing.Start(request);
            var answer = await pipeline.SendAsync(request, leaving.Token).ConfigureAwait(false);
            await using (answer.ConfigureAwait(false))
            {
                if (answer.Fault is null) await new MediaRelay(context, dialect, request, answer, client, limits, metrics.Time).RunAsync().ConfigureAwait(false);
                else await FailAsync(context, id, answer.Fault, answer, request).ConfigureAwait(false);
            }
        }
        catch (GatewayFaultException refused)
        {
            await FailAsync(context, id, refused.Fault, null).ConfigureAwait(false);
        }
        catch (Exception problem) when (leaving.IsCancellationRequested || problem is ConnectionAbortedException or ConnectionResetException)
        {
            log.ClientLeft(id);
        }
        catch (Exception problem)
        {
            log.Broke(problem, id);
            if (context.Response.HasStarted) context.Abort();
            else await FailAsync(context, id, new GatewayFault(FaultKind.Internal, $"Parley failed on this request. The log has the reason under {id}."), null).ConfigureAwait(false);
        }
        finally
        {
            metrics.Ended();
            if (body is not null) await body.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<MediaBody> ReadBodyAsync(HttpContext context, CancellationTokenSource leaving)
    {
        var type = context.Request.ContentType;
        var isForm = type?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;
        if (!isForm && operation == LlmOperation.Transcribe)
            throw GatewayFaultException.Invalid("This operation takes a form: send the file and the fields as multipart/form-data. Nothing was sent to a model.");
        if (!isForm || operation is not (LlmOperation.Transcribe or LlmOperation.EditImage)) return new MediaBody(await RequestBody.ReadAsync(context).ConfigureAwait(false), null);
        if (context.Request.ContentLength > limits.MaxUploadBytes) throw new GatewayFaultException(FormFaults.TooLarge(limits.MaxUploadBytes));
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } most) most.MaxRequestBodySize = limits.MaxUploadBytes;
        return new MediaBody(null, await FormReader.ReadAsync(context.Request.Body, type, limits.MaxUploadBytes, leaving).ConfigureAwait(false));
    }

    private LlmRequest Describe(HttpContext context, Caller caller, MediaBody body, string id, long started) => new()
    {
        Id = id,
        At = metrics.Time.GetUtcNow(),
        Started = started,
        Format = dialect.Format,
        Operation = operation,
        Caller = caller,
        Body = body.Json?.Written ?? default,
        BodyOwner = body.Json,
        Upload = body.Form,
        Envelope = EnvelopeOf(body),
        VendorHeaders = CallerHeaders.ForVendor(context.Request.Headers, VendorHeaderNames),
        Query = context.Request.QueryString.Value ?? "",
        Tags = CallerHeaders.Tags(context.Request.Headers),
        RouteAsked = CallerHeaders.RouteAsked(context.Request.Headers),
        MaxFirstToken = CallerHeaders.MaxFirstToken(context.Request.Headers),
        Cache = CacheHeader.Read(context.Request.Headers),
    };

    private RequestEnvelope EnvelopeOf(MediaBody body)
    {
        if (body.Form is { } form)
            return new RequestEnvelope { Model = form.Model, ModelValue = default, FirstMember = 0, Stream = bool.TryParse(form.Field("stream"), out var stream) && stream };
        var json = body.Json!.Written;
        var envelope = EnvelopeReader.Read(json.Span);
        return operation == LlmOperation.Speak && MediaFields.AsksForEvents(json) ? envelope with { Stream = true } : envelope;
    }

    private Task FailAsync(HttpContext context, string id, GatewayFault fault, LlmAnswer? answer, LlmRequest? request = null)
    {
        log.Failed(id, fault, answer);
        if (answer?.Target is null) metrics.Refused(fault);
        if (answer is not null && request is not null && !context.Response.HasStarted) AnswerHeaders.Set(context.Response.Headers, answer, request);
        return WireErrors.WriteAsync(context, dialect, id, fault, sameFormat: true);
    }
}
