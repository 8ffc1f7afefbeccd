using Parley.Simulator.Frames;

namespace Parley.Simulator.Gemini;

/// <summary>Errors as Google writes them: a status word, and details of many types.</summary>
internal static class GeminiErrors
{
    private const string UnknownName = "Invalid JSON payload received. Unknown name";

    public static string Body(int status, string message, int retryAfterSeconds = 0)
    {
        var details = Details(status, message, retryAfterSeconds);
        var list = details.Length == 0 ? "" : $",\"details\":[{details}]";
        return $$$"""{"error":{"code":{{{FrameBuilder.Number(status)}}},"message":{{{FrameBuilder.Quote(message)}}},"status":"{{{Word(status)}}}"{{{list}}}}}""";
    }

    private static string Word(int status) => status switch
    {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        499 => "CANCELLED",
        501 => "UNIMPLEMENTED",
        503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        >= 500 => "INTERNAL",
        _ => "FAILED_PRECONDITION",
    };

    private static string Details(int status, string message, int retryAfterSeconds)
    {
        if (message == GeminiKeys.Wrong)
            return """{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com","metadata":{"service":"generativelanguage.googleapis.com"}}""";
        if (message.StartsWith(UnknownName, StringComparison.Ordinal))
            return $$"""{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"description":{{FrameBuilder.Quote(message)}}}]}""";
        if (status != 429) return "";
        const string quota = """{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel"}]}""";
        return retryAfterSeconds == 0 ? quota : $$"""{{quota}},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"{{FrameBuilder.Number(retryAfterSeconds)}}s"}""";
    }
}
