using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Parley;

/// <summary>What one connection or request may take, before any module looks at it.</summary>
internal static class Limits
{
    /// <summary>10 MiB for every body; operations that take more say so themselves.</summary>
    private const long MaxBodyBytes = 10 * 1024 * 1024;

    private const int MaxHeaderBytes = 32 * 1024;

    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = 100;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Limits.MaxConcurrentConnections = 20_000;
        // A slow reader of a stream is not an attacker: the answer waits for it, and so does the vendor. The engine gives up on one that
        // reads nothing at all (Parley:Gateway:StalledClientTimeout).
        kestrel.Limits.MinResponseDataRate = null;
    }
}
