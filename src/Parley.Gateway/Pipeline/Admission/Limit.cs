using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline.Admission;

/// <summary>A limit on one key, user, model or provider; 0 for none of a kind.</summary>
/// <param name="Requests">Requests a minute.</param>
/// <param name="Tokens">Tokens a minute.</param>
/// <param name="Running">Requests at the same time.</param>
internal readonly record struct Limit(long Requests, long Tokens, int Running)
{
    public bool IsNone => Requests == 0 && Tokens == 0 && Running == 0;

    /// <summary>What is taken for a request of which that much is expected. More than a full bucket is taken from a full one: the rest
    /// becomes debt when the call has used it. Never 0, or a bucket in debt would let it pass.</summary>
    public long TokensFor(long expected) => Tokens == 0 ? 0 : Math.Clamp(expected, 1, Tokens);

    public static Limit Of(CallerLimits? limits) =>
        limits is null ? default : new(Bounded(limits.RequestsPerMinute), Bounded(limits.TokensPerMinute), Math.Max(0, limits.Concurrency ?? 0));

    public static Limit Of(UpstreamLimits? limits) => limits is null ? default : Rates(limits) with { Running = Math.Max(0, limits.Concurrency) };

    /// <summary>A provider's limit but for its concurrency, for which callers queue instead of being refused.</summary>
    public static Limit Rates(UpstreamLimits limits) => new(Bounded(limits.RequestsPerMinute), Bounded(limits.TokensPerMinute), 0);

    private static long Bounded(long? perMinute) => perMinute is > 0 and var n ? Math.Min(n, TokenBucket.Most) : 0;
}
