using System.Collections.Concurrent;
using System.Net;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams.Guard;

/// <summary>
/// The only way out of Parley: gives each upstream the invoker of its connection pool. No proxies, cookies, redirects,
/// decompression or trace headers; every connection passes the <see cref="AddressGuard"/>. A singleton; look-ups take
/// no lock. Pools live until the end: as many as distinct endpoints, and an unused one holds no connections.
/// </summary>
public sealed class UpstreamConnections : IDisposable
{
    private readonly ConcurrentDictionary<ConnectionKey, Lazy<HttpMessageInvoker>> _pools = new();
    private readonly ResolveHost _resolve;
    private readonly TimeProvider _time;

    /// <summary>Resolves names with the system's resolver.</summary>
    public UpstreamConnections(TimeProvider time)
        : this(time, static (host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken))
    {
    }

    internal UpstreamConnections(TimeProvider time, ResolveHost resolve) => (_time, _resolve) = (time, resolve);

    /// <summary>
    /// The invoker for requests to the upstream's base address; do not dispose it. Failures to connect arrive as an
    /// <see cref="HttpRequestException"/> whose inner exception is ours and tells why: an
    /// <see cref="AddressRefusedException"/>, or one with <see cref="HttpRequestError.NameResolutionError"/>, or one with an
    /// inner <see cref="TimeoutException"/> when the connect timeout ran out.
    /// </summary>
    public HttpMessageInvoker For(UpstreamConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var key = ConnectionKey.Of(config);
        return (_pools.TryGetValue(key, out var pool) ? pool : _pools.GetOrAdd(key, NewPool)).Value;
    }

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        foreach (var pool in _pools.Values)
            if (pool.IsValueCreated) pool.Value.Dispose();
        _pools.Clear();
    }

    private Lazy<HttpMessageInvoker> NewPool(ConnectionKey key) => new(() => new HttpMessageInvoker(NewHandler(key), disposeHandler: true));

    private SocketsHttpHandler NewHandler(ConnectionKey key) => new()
    {
        ConnectCallback = new GuardedConnector(key, _resolve, _time).ConnectAsync,
        // Above the connector's own limit: what remains is for the TLS handshake, which gets the same time again.
        ConnectTimeout = key.ConnectTimeout * 2,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 64,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        // An answer that nobody reads on must stop at the vendor too: drain only what a finished stream leaves behind.
        MaxResponseDrainSize = 4096,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
    };
}
