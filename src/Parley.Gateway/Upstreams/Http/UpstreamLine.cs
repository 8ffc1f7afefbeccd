using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Guard;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>What all calls to one upstream have in common, made once: its connections, addresses and credential.</summary>
internal sealed class UpstreamLine(UpstreamConfig upstream, UpstreamProtocol protocol, UpstreamConnections connections)
{
    private readonly string _base = upstream.BaseUrl!.AbsoluteUri.TrimEnd('/');
    private readonly Uri?[] _addresses = new Uri?[Enum.GetValues<LlmOperation>().Length];

    public HttpMessageInvoker Connections { get; } = connections.For(upstream);

    /// <summary>The credential's header; null for upstreams that need none.</summary>
    public KeyValuePair<string, string>? Credential { get; } = upstream.ApiKey is { } key ? protocol.Credential(key) : null;

    public bool IsEncrypted { get; } = upstream.BaseUrl!.Scheme == Uri.UriSchemeHttps;

    /// <summary>Where an operation is called: the base address, the protocol's path, the client's query.</summary>
    public Uri AddressOf(LlmOperation operation, string path, string query) =>
        query.Length > 0 ? new Uri(_base + path + query) : _addresses[(int)operation] ??= new Uri(_base + path);
}
