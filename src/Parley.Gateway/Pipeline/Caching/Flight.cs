using System.Collections.Concurrent;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>A request that is being answered while identical ones wait for its answer.</summary>
internal sealed class Flight(ConcurrentDictionary<(CacheKey Key, long Stamp), Flight> all, CacheKey key, long stamp)
{
    // Those that wait go on elsewhere than on the thread of the one that they waited for.
    private readonly TaskCompletionSource<Landing> _landing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CacheKey Key => key;

    /// <summary>The cache's stamp when it began.</summary>
    public long Stamp => stamp;

    public Task<Landing> Landing => _landing.Task;

    /// <summary>Boards the flight for a key, or begins one: then the caller leads, and must see to it that it lands. One that began before
    /// something was removed from the cache is not boarded after that.</summary>
    public static Flight Board(ConcurrentDictionary<(CacheKey Key, long Stamp), Flight> all, CacheKey key, long stamp, out bool leads)
    {
        if (all.TryGetValue((key, stamp), out var flight))
        {
            leads = false;
            return flight;
        }

        var mine = new Flight(all, key, stamp);
        flight = all.GetOrAdd((key, stamp), mine);
        leads = ReferenceEquals(flight, mine);
        return flight;
    }

    /// <summary>Ends it; only the first call counts. Whoever comes now begins another one.</summary>
    public void Land(Landing landing)
    {
        if (_landing.Task.IsCompleted) return;
        all.TryRemove(KeyValuePair.Create((key, stamp), this));
        _landing.TrySetResult(landing);
    }
}
