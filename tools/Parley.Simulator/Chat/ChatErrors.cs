using Parley.Simulator.Frames;

namespace Parley.Simulator.Chat;

internal static class ChatErrors
{
    public static string Body(int status, string message)
    {
        var (type, code) = status switch
        {
            401 => ("invalid_request_error", "\"invalid_api_key\""),
            404 => ("invalid_request_error", "\"model_not_found\""),
            429 => ("requests", "\"rate_limit_exceeded\""),
            >= 500 => ("server_error", "null"),
            _ => ("invalid_request_error", "null"),
        };
        return $$$"""{"error":{"message":{{{FrameBuilder.Quote(message)}}},"type":"{{{type}}}","param":null,"code":{{{code}}}}}""";
    }
}
