using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Telemetry;

namespace Parley.Gateway.Http;

/// <summary>The one mapper from faults to HTTP, in the format that the caller of a path speaks. The app's authentication
/// uses it too.</summary>
public sealed class WireErrors(DialectSet dialects, TimeProvider time, GatewayMetrics metrics)
{
    /// <summary>The response header that names the request.</summary>
    public const string RequestIdHeader = "x-parley-request-id";

    /// <summary>The value of <c>WWW-Authenticate</c>, here and on the app's own operations.</summary>
    public const string Challenge = "Bearer realm=\"Parley\"";

    /// <summary>What the vendors' SDKs ask before the status: whether the same request may succeed another time.</summary>
    private const string ShouldRetryHeader = "x-should-retry";

    /// <summary>Whether errors on this path are told in a wire format.</summary>
    public static bool Covers(PathString path) => path.StartsWithSegments("/v1");

    /// <summary>Answers a request of the wire surface with a fault; nothing if the response has begun.</summary>
    public Task WriteAsync(HttpContext context, GatewayFault fault)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(fault);
        metrics.Refused(fault);
        return WriteAsync(context, dialects.Find(FormatOf(context)), RequestId.New(time), fault);
    }

    internal static async Task WriteAsync(HttpContext context, IDialect dialect, string requestId, GatewayFault fault, bool sameFormat = false)
    {
        var response = context.Response;
        if (response.HasStarted) return;
        response.StatusCode = fault.Status;
        response.ContentType = "application/json";
        NameRequest(response.Headers, dialect.Format, requestId);
        if (fault.RetryAfter is { } pause) response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (fault.Status == 401)
        {
            response.Headers.WWWAuthenticate = Challenge;
            response.Headers[ShouldRetryHeader] = "false"; // else Claude Code tries a wrong key for minutes before it says so
        }

        using var body = new PooledBytes(1024);
        if (!(sameFormat || fault.IsAnswer) || fault.Body.IsEmpty) dialect.WriteError(fault, requestId, body);
        var bytes = body.Count > 0 ? body.Written : fault.Body;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Names the request, also in the header in which the vendors' own SDKs look for it.</summary>
    internal static void NameRequest(IHeaderDictionary headers, WireFormat format, string requestId)
    {
        headers[RequestIdHeader] = requestId;
        headers[format == WireFormat.Messages ? "request-id" : "x-request-id"] = requestId;
    }

    /// <summary>The format by path; for shared paths, Anthropic's when its version header is sent.</summary>
    private static WireFormat FormatOf(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/v1/responses") ? WireFormat.Responses
        : context.Request.Path.StartsWithSegments("/v1/messages") || context.Request.Headers.ContainsKey("anthropic-version") ? WireFormat.Messages
        : WireFormat.Chat;
}
