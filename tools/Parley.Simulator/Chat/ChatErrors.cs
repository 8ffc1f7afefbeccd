using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;

namespace Parley.Simulator.Chat;

internal static class ChatErrors
{
    /// <summary>The error as an event of a stream; only some of OpenAI's streams give their events names.</summary>
    public static Frame[] Events(Spec spec, string? name = null)
    {
        var frames = new FrameBuilder(spec.Wire);
        frames.Event(name, Body(500, "The server had an error while processing your request. Sorry about that!"));
        return frames.Build();
    }

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
