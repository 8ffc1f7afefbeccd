using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;
using Parley.Gateway.Telemetry;
using Parley.Gateway.Upstreams.Guard;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>
/// Calls a vendor: one <see cref="HttpRequestMessage"/>. The client's bytes go as they are where it speaks the vendor's
/// format, and through the neutral vocabulary where it does not.
/// </summary>
internal sealed class HttpUpstream(UpstreamProtocol protocol, UpstreamConnections connections, MediaFetcher media, Drain drain, GatewayLimits limits, TimeProvider time) : IUpstream
{
    /// <summary>Longest error body that is read; the rest is of no use to anyone.</summary>
    private const int MaxErrorBytes = 64 * 1024;

    // A changed provider is another object, and a line goes with its provider.
    private readonly ConditionalWeakTable<UpstreamConfig, UpstreamLine> _lines = [];

    public string Kind => protocol.Kind;

    public bool Offers(LlmOperation operation, WireFormat format) =>
        protocol.PathOf(operation, "model", stream: false) is not null && (protocol.Passes(operation, format) || protocol.Translates(operation));

    public async ValueTask<LlmAnswer> SendAsync(LlmRequest request, UpstreamTarget target, CancellationToken cancellationToken)
    {
        if (protocol.PathOf(request.Operation, target.UpstreamModel, request.Envelope.Stream) is not { } path) return Unable(request, target);
        var isMedia = request.Operation.IsMedia();
        var sameFormat = !request.IsOwn && protocol.Passes(request.Operation, request.Format);
        var form = request.Upload is { } upload ? new FormContent(upload, target.UpstreamModel) : null;
        IReadOnlyCollection<string> dropped = [];
        ToolNames? names = null;
        HashSet<string>? customTools = null;
        BodyTranslation? translation = null;
        var line = LineTo(target.Upstream);
        using var message = new HttpRequestMessage(HttpMethod.Post, line.AddressOf(path, sameFormat ? request.Query : ""));
        if (line.IsEncrypted)
            (message.Version, message.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        if (sameFormat)
        {
            if (form is null) (message.Content, dropped) = PassThroughBody.Of(request, target);
            else message.Content = form;
            foreach (var (name, value) in request.VendorHeaders) message.Headers.TryAddWithoutValidation(name, value);
        }
        else if (!protocol.Translates(request.Operation))
        {
            return Unable(request, target);
        }
        else
        {
            using var written = new PooledBytes();
            translation = protocol.TranslationOf(request, target);
            if (translation is null) request.Take(await media.InlineAsync(request.Prompt, protocol.Dialect, target, cancellationToken).ConfigureAwait(false));
            dropped = translation is not null ? translation.WriteRequest(written) : WritePrompt(request, target, written, out names, out customTools);
            // A copy of its own: over HTTP/2 a vendor may answer while the body is still being sent, and pooled memory that
            // went back by then would carry another caller's words.
            message.Content = new SplicedContent(written.Written.ToArray(), []);
        }

        if (line.Credential(target.Credential) is { } credential) message.Headers.TryAddWithoutValidation(credential.Key, credential.Value);
        protocol.SetHeaders(message.Headers);
        var watch = new CallWatch(target.Upstream, time, drain, cancellationToken, target.Upstream.IsDrained ? limits.DrainLimit : default) { Span = GatewayTracing.StartCall(request, target) };
        form?.Watch = watch;
        request.CallLeaves(watch.Began);
        try
        {
            var response = await line.Connections.SendAsync(message, watch.Token).ConfigureAwait(false);
            watch.Span?.SetTag("http.response.status_code", (int)response.StatusCode);
            if (!response.IsSuccessStatusCode)
            {
                using (response)
                {
                    var fault = await ReadFaultAsync(response, watch.Token).ConfigureAwait(false);
                    watch.Failed(fault);
                    watch.Dispose();
                    return new FailedAnswer(fault, target, rateLimits: RateLimitHeaders.Of(response.Headers));
                }
            }

            var facts = new AnswerFacts(target, translation?.Format ?? (sameFormat ? request.Format : protocol.Dialect.Format), dropped)
            {
                PassesThrough = sameFormat, RateLimits = RateLimitHeaders.Of(response.Headers),
            };
            if (isMedia) return await MediaAnswers.OpenAsync(request, facts, response, watch).ConfigureAwait(false);
            return request.Envelope.Stream && IsEventStream(response)
                ? new StreamedAnswer(facts, response, await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false), Told(protocol.Dialect.CreateStreamReader(), names, customTools), watch)
                : new WholeAnswer(facts, response, Told(protocol.CreateWholeReader(request.Operation, sameFormat && !request.Envelope.Stream), names, customTools), watch, translation);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            var fault = request.Upload?.Fault ?? TransportFaults.Of(problem, target.Upstream, watch);
            watch.Failed(fault);
            watch.Dispose();
            return new FailedAnswer(fault, target);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    private IReadOnlyCollection<string> WritePrompt(LlmRequest request, UpstreamTarget target, PooledBytes written, out ToolNames? names, out HashSet<string>? customTools)
    {
        var prompt = request.Prompt;
        customTools = CustomTools.NamesIn(prompt);
        names = ToolNames.Fit(ref prompt, protocol.Dialect.LongestToolName);
        return protocol.WriteRequest(request.Operation, prompt, target, request.Envelope.Stream, written);
    }

    private UpstreamLine LineTo(UpstreamConfig upstream) => _lines.TryGetValue(upstream, out var line) ? line
        : _lines.GetValue(upstream, one => new UpstreamLine(one, protocol, connections));

    /// <summary>The reader of an answer that tells calls as the caller knows its tools.</summary>
    private static IAnswerReader Told(IAnswerReader reader, ToolNames? names, HashSet<string>? customTools)
    {
        if (names is not null) reader = new NamingReader(reader, names);
        return customTools is null ? reader : new CustomCallReader(reader, customTools);
    }

    private static FailedAnswer Unable(LlmRequest request, UpstreamTarget target) => new(
        new GatewayFault(FaultKind.InvalidRequest,
            $"The model '{request.Envelope.Model}' is served by a provider that does not offer this operation ({request.Operation.Name()}) in this format.")
        { Param = "model" },
        target);

    private static bool IsEventStream(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is not { } type || !type.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    private async ValueTask<GatewayFault> ReadFaultAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new PooledBytes();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        int read;
        while (body.Count < MaxErrorBytes && (read = await stream.ReadAsync(body.GetMemory(4096), cancellationToken).ConfigureAwait(false)) > 0) body.Advance(read);
        var status = (int)response.StatusCode;
        // A redirect is not followed (the guard judged one address only), so to the caller it is a broken upstream.
        if (status < 400) return new GatewayFault(FaultKind.UpstreamFailed, $"The provider answered with status {status}, which is no answer to a model call.") { UpstreamStatus = status };
        return protocol.Dialect.ReadError(status, body.Written.ToArray(), RetryAfterOf(response.Headers));
    }

    private TimeSpan? RetryAfterOf(HttpResponseHeaders headers)
    {
        if (headers.TryGetValues("retry-after-ms", out var values)
            && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and < 86_400_000)
            return TimeSpan.FromMilliseconds(milliseconds);
        return headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
            _ => null,
        };
    }
}
