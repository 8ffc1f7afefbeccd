using Parley.Gateway.Ports;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>A host without a response cache.</summary>
internal sealed class NoResponseCache : IResponseCache
{
    public TimeSpan MaxAge => TimeSpan.Zero;

    public int MaxEntryBytes => 0;

    public long Stamp => 0;

    public CachedResponse? Find(in CacheKey key) => null;

    public ValueTask<CachedResponse?> LookAsync(CacheKey key, CancellationToken cancellationToken) => default;

    public void Keep(in CacheKey key, CachedResponse response, long stamp)
    {
    }

    public void Count(CacheOwner owner, bool isHit)
    {
    }
}
