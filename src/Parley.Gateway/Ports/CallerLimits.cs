namespace Parley.Gateway.Ports;

/// <summary>What a caller may ask for. Null, or 0: no limit.</summary>
/// <param name="RequestsPerMinute">A bucket of that many requests, refilled evenly.</param>
/// <param name="TokensPerMinute">A bucket of that many tokens, refilled evenly.</param>
/// <param name="Concurrency">Requests at the same time.</param>
public sealed record CallerLimits(long? RequestsPerMinute = null, long? TokensPerMinute = null, int? Concurrency = null)
{
    /// <summary>Largest limit a minute: 1,000,000,000.</summary>
    public const long Most = 1_000_000_000;

    /// <summary>Largest limit of requests at the same time: 1,000,000.</summary>
    public const int MostConcurrent = 1_000_000;

    /// <summary>Nothing is limited. To compare with: a member that says so would be one of its JSON, which is part of the API.</summary>
    public static CallerLimits None { get; } = new();

    /// <summary>The same without zeros, as it is kept and compared.</summary>
    public CallerLimits WithoutZeros() => new(RequestsPerMinute is 0 ? null : RequestsPerMinute, TokensPerMinute is 0 ? null : TokensPerMinute, Concurrency is 0 ? null : Concurrency);

    /// <summary>What cannot be used, by the name of the property; the text continues it (<c>must be ...</c>). Empty when all can.</summary>
    public IEnumerable<(string Property, string Problem)> Problems()
    {
        if (RequestsPerMinute is < 0 or > Most) yield return (nameof(RequestsPerMinute), $"must be between 0 (no limit) and {Most}");
        if (TokensPerMinute is < 0 or > Most) yield return (nameof(TokensPerMinute), $"must be between 0 (no limit) and {Most}");
        if (Concurrency is < 0 or > MostConcurrent) yield return (nameof(Concurrency), $"must be between 0 (no limit) and {MostConcurrent}");
    }
}
