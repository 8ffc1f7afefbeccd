using System.Collections.Concurrent;
using Parley.Gateway.Ports;

namespace Parley.Providers.ResponseCache;

/// <summary>How often the cache was asked and had the answer, by owner: of this node, since its start.</summary>
internal sealed class HitCounts(TimeProvider time)
{
    /// <summary>Beyond these, owners are counted together.</summary>
    private const int MostOwners = 10_000;

    private readonly ConcurrentDictionary<CacheOwner, HitCount> _owners = [];
    private readonly HitCount _others = new();

    public void Add(CacheOwner owner, bool isHit)
    {
        if (!_owners.TryGetValue(owner, out var count))
            count = _owners.Count < MostOwners ? _owners.GetOrAdd(owner, _ => new HitCount()) : _others;
        count.Add(Minute(), isHit);
    }

    /// <summary>An owner's figures (null: everybody's): since the start, and of the last 60 minutes.</summary>
    public (HitFigures SinceStart, HitFigures LastHour) Read(CacheOwner? owner)
    {
        var minute = Minute();
        if (owner is { } one) return _owners.TryGetValue(one, out var count) ? count.Read(minute) : default;
        return _owners.Values.Append(_others).Select(c => c.Read(minute)).Aggregate((a, b) => (a.SinceStart + b.SinceStart, a.LastHour + b.LastHour));
    }

    private long Minute() => time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;
}
