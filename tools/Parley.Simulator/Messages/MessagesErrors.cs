using Parley.Simulator.Frames;

namespace Parley.Simulator.Messages;

internal static class MessagesErrors
{
    /// <summary>What an organization reads for which the vendor keeps no conversations.</summary>
    public const string NoThreads = "thread: not supported with the settings of this organization";

    public static string Body(int status, string message, string requestId)
    {
        var type = status switch
        {
            401 => "authentication_error",
            402 => "billing_error",
            403 => "permission_error",
            404 => "not_found_error",
            413 => "request_too_large",
            429 => "rate_limit_error",
            504 => "timeout_error",
            529 => "overloaded_error",
            >= 500 => "api_error",
            _ => "invalid_request_error",
        };
        var details = message == NoThreads ? ",\"details\":{\"error_code\":\"thread_unsupported_request\",\"unsupported\":[\"hipaa\"]}" : "";
        return $$$"""{"type":"error","error":{"type":"{{{type}}}","message":{{{FrameBuilder.Quote(message)}}}{{{details}}}},"request_id":"{{{requestId}}}"}""";
    }
}
