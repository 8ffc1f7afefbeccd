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
        PassAtOnce(response.Headers);
        WireErrors.NameRequest(response.Headers, format, requestId);
    }

    /// <summary>Asks proxies to hand on what comes when it comes: neither buffered (nginx heeds that) nor compressed (HAProxy, Caddy from 2.7 on), for which some wait until the end.</summary>
    public static void PassAtOnce(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-cache, no-transform";
        headers["x-accel-buffering"] = "no";
    }
}
