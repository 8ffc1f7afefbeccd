namespace Parley.Gateway.Routing;

/// <summary>What a provider can bear. Null, or 0 for <paramref name="Concurrency"/>: no limit.</summary>
/// <param name="Concurrency">Calls at the same time; further ones wait in a queue that is fair to callers.</param>
/// <param name="RequestsPerMinute">A bucket of that many requests, refilled evenly.</param>
/// <param name="TokensPerMinute">A bucket of that many tokens, refilled evenly.</param>
public sealed record UpstreamLimits(int Concurrency = 0, long? RequestsPerMinute = null, long? TokensPerMinute = null);
