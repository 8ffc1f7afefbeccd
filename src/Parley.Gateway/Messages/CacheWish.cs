namespace Parley.Gateway.Messages;

/// <summary>What a caller says of the response cache (<c>x-parley-cache</c>); it goes before what its key or its route say.</summary>
public sealed record CacheWish
{
    /// <summary>The answer is neither looked for nor kept (<c>no-store</c>).</summary>
    public bool IsNoStore { get; init; }

    /// <summary>Without a kept answer there is none: nothing is sent to a model (<c>only-if-cached</c>).</summary>
    public bool OnlyIfCached { get; init; }

    /// <summary>An answer no older than this is taken, and a new one is kept this long (<c>max-age</c>); null when it was not said.</summary>
    public TimeSpan? MaxAge { get; init; }
}
