using Microsoft.AspNetCore.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Http;

/// <summary>The head of a response that is a stream of server-sent events.</summary>
internal static class StreamHead
{
    /// <summary>Sets it, unless it has left already.</summary>
    public static void Set(HttpResponse response, WireFormat format, string requestId)
    {
        if (response.HasStarted) return;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-accel-buffering"] = "no";
        WireErrors.NameRequest(response.Headers, format, requestId);
    }
}
