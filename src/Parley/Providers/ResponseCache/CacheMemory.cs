using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using Parley.Gateway.Ports;

namespace Parley.Providers.ResponseCache;

/// <summary>Answers in memory, bounded in bytes: those that were not asked for longest go first. What finds no room while others go is
/// read from the database until it does.</summary>
internal sealed class CacheMemory(ResponseCacheOptions options, TimeProvider time) : IDisposable
{
    /// <summary>What an entry takes beside its record.</summary>
    private const int Overhead = 512;

    private readonly MemoryCache _entries = new(new MemoryCacheOptions
    {
        SizeLimit = options.MaxMemoryBytes, CompactionPercentage = 0.1, TrackStatistics = true, Clock = new Clock(time),
    });

    public long Entries => _entries.GetCurrentStatistics()!.CurrentEntryCount;

    public long Bytes => _entries.GetCurrentStatistics()!.CurrentEstimatedSize ?? 0;

    public CachedResponse? Find(in CacheKey key) => _entries.TryGetValue(key, out var found) ? (CachedResponse?)found : null;

    public void Set(in CacheKey key, CachedResponse response)
    {
        using var entry = _entries.CreateEntry(key);
        entry.Value = response;
        entry.Size = response.Record.Length + Overhead;
        entry.AbsoluteExpiration = response.ExpiresAt;
    }

    public void Remove(in CacheKey key) => _entries.Remove(key);

    public void Clear() => _entries.Clear();

    public void Dispose() => _entries.Dispose();

    private sealed class Clock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
