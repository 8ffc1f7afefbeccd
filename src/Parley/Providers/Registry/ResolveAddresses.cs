using System.Net;

namespace Parley.Providers.Registry;

/// <summary>A host's addresses; empty when it cannot be resolved now.</summary>
internal delegate Task<IPAddress[]> ResolveAddresses(string host, CancellationToken cancellationToken);
