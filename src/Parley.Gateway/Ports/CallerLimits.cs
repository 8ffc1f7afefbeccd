namespace Parley.Gateway.Ports;

/// <summary>What a caller may ask for. Null: no limit.</summary>
/// <param name="RequestsPerMinute">A bucket of that many requests, refilled evenly.</param>
/// <param name="TokensPerMinute">A bucket of that many tokens, refilled evenly.</param>
/// <param name="Concurrency">Requests at the same time.</param>
public sealed record CallerLimits(long? RequestsPerMinute = null, long? TokensPerMinute = null, int? Concurrency = null);
