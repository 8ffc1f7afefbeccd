using Parley.Gateway.Ports;

namespace Parley.Providers.ResponseCache;

/// <summary>An answer on its way to the database.</summary>
/// <param name="Stamp">The cache's stamp when it was asked for.</param>
internal sealed record PendingAnswer(CacheKey Key, CachedResponse Response, long Stamp);
