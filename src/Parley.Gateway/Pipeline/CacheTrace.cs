namespace Parley.Gateway.Pipeline;

/// <summary>What the response cache had to do with an answer.</summary>
/// <param name="State">What the header <c>x-parley-cache</c> tells.</param>
public sealed record CacheTrace(CacheState State)
{
    /// <summary>It was not asked.</summary>
    public static CacheTrace Off { get; } = new(CacheState.Off);

    /// <summary>It had no answer.</summary>
    public static CacheTrace Miss { get; } = new(CacheState.Miss);

    /// <summary>The answer was given before.</summary>
    public bool IsHit => State == CacheState.Hit;

    /// <summary>The request that it was first given to: the source of ids that the vendor did not give, which must be the same again. Null but for hits.</summary>
    public string? RequestId { get; init; }

    /// <summary>When that request came, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>That request named its tools in chat's first form.</summary>
    public bool LegacyCalls { get; init; }
}
