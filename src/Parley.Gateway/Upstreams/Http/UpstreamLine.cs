using System.Collections.Concurrent;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Guard;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>What all calls to one upstream have in common, made once: its connections, addresses and credential.</summary>
internal sealed class UpstreamLine(UpstreamConfig upstream, UpstreamProtocol protocol, UpstreamConnections connections)
{
    private const int MostAddresses = 256;

    private readonly string _base = protocol.BaseOf(upstream.BaseUrl!);
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);

    public HttpMessageInvoker Connections { get; } = connections.For(upstream);

    /// <summary>The credential's header; null for upstreams that need none.</summary>
    public KeyValuePair<string, string>? Credential { get; } = upstream.Credentials is [var first, ..] ? protocol.Credential(first.Key) : null;

    public bool IsEncrypted { get; } = upstream.BaseUrl!.Scheme == Uri.UriSchemeHttps;

    /// <summary>Where an operation is called: the base address, the protocol's path, the client's query.</summary>
    public Uri AddressOf(string path, string query)
    {
        if (query.Length > 0) return new Uri(_base + path + query);
        if (_addresses.TryGetValue(path, out var known)) return known;
        var address = new Uri(_base + path);
        // Callers may name any model of a provider, and some protocols have the model in the path.
        if (_addresses.Count < MostAddresses) _addresses.TryAdd(path, address);
        return address;
    }
}
