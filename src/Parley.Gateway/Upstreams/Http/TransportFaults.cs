using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Guard;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>Names what went wrong below HTTP. Messages name the provider, never its address or credential.</summary>
internal static class TransportFaults
{
    /// <summary>A fault before any byte of an answer.</summary>
    public static GatewayFault Of(Exception problem, UpstreamConfig upstream, CallWatch watch)
    {
        if (watch.IsStopping) return Stopping;
        if (watch.TimedOut) return Late(upstream);
        if (AddressRefusedException.IsIn(problem))
            return new GatewayFault(FaultKind.UpstreamFailed, $"The provider '{upstream.Name}' leads to a private address, which its settings do not allow. An administrator can allow it (allowPrivateNetwork).") { IsRetryable = false };
        if (problem is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError })
            return new GatewayFault(FaultKind.Unavailable, $"The provider '{upstream.Name}' cannot be reached. Nothing was generated; try again later.");
        return new GatewayFault(FaultKind.UpstreamFailed, $"The provider '{upstream.Name}' broke off the call before it answered. Try again.");
    }

    /// <summary>A stream that ended where it must not.</summary>
    public static GatewayFault Cut(UpstreamConfig upstream) =>
        new(FaultKind.StreamCut, $"The provider '{upstream.Name}' broke off the answer. What came so far was kept and is counted; ask again to get a whole one.");

    /// <summary>Parley itself ends before the answer does.</summary>
    public static GatewayFault Stopping { get; } =
        new(FaultKind.Unavailable, "Parley is stopping and could not wait for the end of this answer. What came so far is counted; ask again to get a whole one.")
        { IsRetryable = false, RetryAfter = TimeSpan.FromSeconds(2) };

    /// <summary>Nothing came in time.</summary>
    private static GatewayFault Late(UpstreamConfig upstream) =>
        new(FaultKind.UpstreamTimeout, $"The provider '{upstream.Name}' did not answer within {upstream.FirstByteTimeout.TotalSeconds:0.###} s.");

    /// <summary>A stream that fell silent, or that never said anything.</summary>
    public static GatewayFault Silent(UpstreamConfig upstream, CallWatch watch) => !watch.IsHeard && upstream.FirstByteTimeout <= upstream.IdleTimeout ? Late(upstream)
        : new(FaultKind.UpstreamTimeout, $"The provider '{upstream.Name}' sent nothing for {upstream.IdleTimeout.TotalSeconds:0.###} s in the middle of the answer. What came so far was kept and is counted.");

    /// <summary>More bytes than allowed.</summary>
    public static GatewayFault TooLong(UpstreamConfig upstream, int limit) =>
        new(FaultKind.UpstreamFailed, $"The provider '{upstream.Name}' sent more than {limit / (1024 * 1024)} MiB in one piece, which is over the limit.");
}
