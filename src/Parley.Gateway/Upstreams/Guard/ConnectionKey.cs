using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams.Guard;

/// <summary>What connections may be shared by: equal keys, one pool. The permission for private addresses is part of it,
/// so that a provider without it never rides on a connection that another one was allowed to make.</summary>
internal readonly record struct ConnectionKey(string Scheme, string Host, int Port, bool AllowPrivate, TimeSpan ConnectTimeout)
{
    public static ConnectionKey Of(UpstreamConfig config)
    {
        var url = config.BaseUrl ?? throw new ArgumentException($"Provider {config.Name} has no base address to connect to.", nameof(config));
        return new(url.Scheme, url.IdnHost, url.Port, config.AllowPrivateNetwork, config.ConnectTimeout);
    }
}
