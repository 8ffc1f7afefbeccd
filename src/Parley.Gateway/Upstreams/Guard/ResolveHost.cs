using System.Net;

namespace Parley.Gateway.Upstreams.Guard;

/// <summary>Resolves a host anew for every connection.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);
