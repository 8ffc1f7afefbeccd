using System.Net;

namespace Parley.Identity.FirstAccount;

/// <summary>Tells a request from this machine itself from one that came through a proxy on it.</summary>
internal static class LocalRequests
{
    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } ip && IPAddress.IsLoopback(ip)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");
}
