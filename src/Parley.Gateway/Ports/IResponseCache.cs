namespace Parley.Gateway.Ports;

/// <summary>Port: answers that are given again to the same caller for the same request.</summary>
public interface IResponseCache
{
    /// <summary>Longest time that an answer is kept; zero keeps none.</summary>
    TimeSpan MaxAge { get; }

    /// <summary>Longest record of one answer, in bytes; a longer one is not kept.</summary>
    int MaxEntryBytes { get; }

    /// <summary>Moves with every removal by an operator or owner. To be read before an answer is asked for and given to <see cref="Keep"/> with it.</summary>
    long Stamp { get; }

    /// <summary>What memory holds under a key; null for nothing. It may be over its time.</summary>
    CachedResponse? Find(in CacheKey key);

    /// <summary>What memory or the store behind it hold under a key; null for nothing, or when that takes too long. It may be over its time.</summary>
    ValueTask<CachedResponse?> LookAsync(CacheKey key, CancellationToken cancellationToken);

    /// <summary>Keeps an answer in the place of an earlier one. Returns at once; it becomes durable behind that. Ignored when
    /// <paramref name="stamp"/> is not the current one: the answer was asked for before something was removed that it may be a part of.</summary>
    void Keep(in CacheKey key, CachedResponse response, long stamp);

    /// <summary>Counts a request for which the cache was asked.</summary>
    void Count(CacheOwner owner, bool isHit);
}
