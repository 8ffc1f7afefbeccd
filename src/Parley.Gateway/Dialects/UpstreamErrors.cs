using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>
/// Upstream errors as faults, by the one table that all formats share. The vendors' error bodies differ only at the
/// edges (<c>error.message</c> in all of them; some compatible servers send <c>message</c>, <c>detail</c>, a bare string, plain text or HTML).
/// </summary>
internal static class UpstreamErrors
{
    private const int LongestMessage = 2000;

    /// <summary>400, 404, 409, 413, 422 and 429 keep their status, message and body, for they are about the caller's request.
    /// 401, 402, 403 and 5xx are Parley's own trouble: the caller learns that, and nothing of what the vendor said.</summary>
    public static GatewayFault Read(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter)
    {
        var google = GoogleDetails.Read(status, body.Span);
        return ByStatus(google.IsCredentialRefused ? 401 : status, body, retryAfter ?? google.RetryDelay);
    }

    private static GatewayFault ByStatus(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter) => status switch
    {
        401 or 402 or 403 => Hidden(FaultKind.UpstreamFailed, status, retryAfter,
            "The model provider refused the gateway's own credential or account. The gateway's operator must put that right; another model may work meanwhile."),
        404 => Kept(FaultKind.NotFound, status, body, retryAfter),
        408 or 504 => Hidden(FaultKind.UpstreamTimeout, status, retryAfter, "The model provider did not answer in time. Try again."),
        413 => Kept(FaultKind.TooLarge, status, body, retryAfter),
        429 => Kept(FaultKind.RateLimited, status, body, retryAfter),
        503 => Hidden(FaultKind.Unavailable, status, retryAfter, "The model provider is not available at the moment. Try again soon."),
        529 => Hidden(FaultKind.Overloaded, status, retryAfter, "The model provider is overloaded. Try again soon."),
        409 or 422 => Kept(FaultKind.InvalidRequest, status, body, retryAfter) with { Status = status }, // SDKs have exceptions of their own for them
        >= 400 and < 500 => Kept(FaultKind.InvalidRequest, status, body, retryAfter),
        _ => Hidden(FaultKind.UpstreamFailed, status, retryAfter, "The model provider failed to answer. Try again."),
    };

    /// <summary>An error object inside a running stream or a 200 body. <paramref name="body"/>: the frame's JSON.</summary>
    public static GatewayFault ReadFrame(ReadOnlyMemory<byte> body)
    {
        var detail = Detail(body);
        var status = IsOfCredential(detail) ? 401 : detail.Status is >= 400 and < 600 ? detail.Status
            : StatusOf((detail.Type is "error" ? null : detail.Type) ?? detail.Code ?? detail.GoogleStatus);
        var fault = Read(status, body.ToArray(), null);
        return fault with { IsTold = detail.IsObject && fault.UpstreamStatus is not (401 or 402 or 403) && Utf8.IsValid(body.Span) };
    }

    /// <summary>The upstream sent something that is not its format.</summary>
    public static GatewayFault Garbage { get; } =
        new(FaultKind.UpstreamFailed, "The model provider sent an answer that cannot be read. Try again.");

    /// <summary>The upstream's stream ended in the middle.</summary>
    public static GatewayFault Cut { get; } =
        new(FaultKind.StreamCut, "The model provider's answer was cut off before its end. What arrived so far is not the whole answer.");

    private static GatewayFault Hidden(FaultKind kind, int status, TimeSpan? retryAfter, string message) =>
        new(kind, message) { UpstreamStatus = status, RetryAfter = retryAfter };

    private static GatewayFault Kept(FaultKind kind, int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter)
    {
        var detail = Detail(body);
        var message = detail.Message ?? kind switch
        {
            FaultKind.NotFound => "The model provider does not know this model.",
            FaultKind.TooLarge => "The request is too large for the model provider.",
            FaultKind.RateLimited => "The model provider's rate limit is reached. Try again later.",
            _ => "The model provider refused the request.",
        };
        return new(kind, message)
        {
            UpstreamStatus = status, RetryAfter = retryAfter, Code = detail.Code, Param = detail.Param, ExceedsContext = ContextLength.IsExceeded(kind, detail.Code, message),
            Body = detail.IsObject && Utf8.IsValid(body.Span) ? body : default,
        };
    }

    /// <summary>The gateway's own credential or account is refused, in whatever member that is said: beside <c>invalid_api_key</c> OpenAI's type is
    /// that of any mistake of the caller.</summary>
    private static bool IsOfCredential(in ErrorDetail detail) =>
        IsOfCredential(detail.Type) || IsOfCredential(detail.Code) || IsOfCredential(detail.GoogleStatus) || detail.Message?.Contains("API key", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsOfCredential(string? word) => word is "authentication_error" or "permission_error" or "billing_error" or "insufficient_quota" or "invalid_api_key"
        or "account_deactivated" or "billing_not_active" or "UNAUTHENTICATED" or "PERMISSION_DENIED" or "401" or "402" or "403";

    private static int StatusOf(string? type) => type switch
    {
        null => 500,
        "invalid_request_error" or "context_length_exceeded" or "invalid_prompt" or "INVALID_ARGUMENT" or "FAILED_PRECONDITION" or "OUT_OF_RANGE" => 400,
        "not_found_error" or "NOT_FOUND" => 404,
        "request_too_large" => 413,
        "RESOURCE_EXHAUSTED" => 429,
        "UNAVAILABLE" => 503,
        "overloaded_error" => 529,
        "timeout_error" or "DEADLINE_EXCEEDED" => 504,
        _ when type.Contains("rate_limit", StringComparison.Ordinal) || type is "requests" or "tokens" => 429,
        _ when type.StartsWith("invalid_", StringComparison.Ordinal) || type.Contains("image", StringComparison.Ordinal) => 400, // Responses' codes of bad input
        _ => 500,
    };

    private static ErrorDetail Detail(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0) root = root[0]; // Gemini's compatible door
            if (root.ValueKind != JsonValueKind.Object) return new(Text(root));
            var error = root.TryGetProperty("error", out var inner) ? inner : root;
            if (error.ValueKind != JsonValueKind.Object) return new(Text(error), IsObject: true);
            return new(Text(error, "message") ?? Text(error, "detail") ?? Text(root, "message"), Text(error, "type"),
                Text(error, "code"), Text(error, "param"), Number(error, "code") ?? Number(error, "status") ?? 0, true, Text(error, "status"));
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            return new(Plain(body.Span));
        }
    }

    private static string? Text(JsonElement holder, string name) => holder.TryGetProperty(name, out var value) ? Text(value) : null;

    /// <summary>A text; or the first one within the lists of validation errors that some servers send in its place.</summary>
    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when JsonFields.Decode(value) is { Length: > 0 } text => Shorten(text),
        JsonValueKind.Array when value.GetArrayLength() > 0 => Text(value[0]),
        JsonValueKind.Object => Text(value, "detail") ?? Text(value, "message") ?? Text(value, "msg"),
        _ => null,
    };

    private static int? Number(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    /// <summary>Plain text is a message; a page of HTML (a proxy's) is not.</summary>
    private static string? Plain(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, LongestMessage)]).Trim();
        return text.Length == 0 || text[0] is '<' or '{' or '[' || text.AsSpan().ContainsAnyInRange('\0', '\u0008') ? null : text;
    }

    private static string Shorten(string text) => text.Length <= LongestMessage ? text : string.Concat(text.AsSpan(0, LongestMessage), "...");

    private readonly record struct ErrorDetail(
        string? Message, string? Type = null, string? Code = null, string? Param = null, int Status = 0, bool IsObject = false, string? GoogleStatus = null);
}
