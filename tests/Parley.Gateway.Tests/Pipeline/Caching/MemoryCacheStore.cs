using System.Collections.Concurrent;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Tests.Pipeline.Caching;

/// <summary>The port in its simplest form.</summary>
internal sealed class MemoryCacheStore : IResponseCache
{
    private readonly ConcurrentDictionary<CacheKey, CachedResponse> _kept = [];
    private int _hits, _misses;

    public TimeSpan MaxAge => TimeSpan.FromDays(1);

    public int MaxEntryBytes { get; init; } = 1024;

    public long Stamp { get; private set; }

    public int Hits => _hits;

    public int Misses => _misses;

    public int Entries => _kept.Count;

    public CachedResponse? Find(in CacheKey key) => _kept.GetValueOrDefault(key);

    public async ValueTask<CachedResponse?> LookAsync(CacheKey key, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Find(key);
    }

    public void Keep(in CacheKey key, CachedResponse response, long stamp)
    {
        if (stamp == Stamp) _kept[key] = response;
    }

    public void Count(CacheOwner owner, bool isHit) => Interlocked.Increment(ref isHit ? ref _hits : ref _misses);

    public void Clear()
    {
        Stamp++;
        _kept.Clear();
    }
}
