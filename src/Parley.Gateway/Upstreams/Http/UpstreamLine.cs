using System.Collections.Concurrent;
using System.Collections.Frozen;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Guard;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>What all calls to one upstream have in common, made once: its connections, addresses and credentials.</summary>
internal sealed class UpstreamLine(UpstreamConfig upstream, UpstreamProtocol protocol, UpstreamConnections connections)
{
    private const int MostAddresses = 256;

    private readonly string _base = protocol.BaseOf(upstream.BaseUrl!);
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);

    public HttpMessageInvoker Connections { get; } = connections.For(upstream);

    private readonly KeyValuePair<string, string>? _first = upstream.Credentials is [var first, ..] ? protocol.Credential(first.Key) : null;
    private readonly FrozenDictionary<string, KeyValuePair<string, string>>? _credentials =
        upstream.Credentials.Length < 2 ? null : upstream.Credentials.ToFrozenDictionary(c => c.Id, c => protocol.Credential(c.Key), StringComparer.Ordinal);

    public bool IsEncrypted { get; } = upstream.BaseUrl!.Scheme == Uri.UriSchemeHttps;

    /// <summary>The header of the credential that was chosen, or of the only one; null for upstreams that need none.</summary>
    public KeyValuePair<string, string>? Credential(UpstreamCredential? chosen) => chosen is null || _credentials is null ? _first : _credentials[chosen.Id];

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
