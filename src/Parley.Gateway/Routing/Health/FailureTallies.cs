namespace Parley.Gateway.Routing.Health;

/// <summary>What failed of late, by kind: how often, minute by minute, and when last. Pure: <c>now</c> is an argument.</summary>
internal sealed class FailureTallies
{
    // Kinds are few; a provider that invents statuses shall not fill the memory.
    private const int MostKinds = 32;

    private readonly Dictionary<string, Tally> _kinds = new(StringComparer.Ordinal);

    private static readonly int Minutes = (int)RecentFailure.Span.TotalMinutes;

    public void Add(TimeSpan now, string kind)
    {
        if (!_kinds.TryGetValue(kind, out var tally))
        {
            if (_kinds.Count == MostKinds) _kinds.Remove(_kinds.MinBy(known => known.Value.Latest).Key);
            _kinds[kind] = tally = new Tally();
        }

        tally.Add(now);
    }

    /// <summary>Each kind that was seen, the latest first: the time since then is counted as <paramref name="now"/> is.</summary>
    public IReadOnlyList<(string Kind, int Count, TimeSpan Latest)> Read(TimeSpan now) =>
        [.. _kinds.Select(known => (known.Key, known.Value.Count(now), known.Value.Latest)).Where(seen => seen.Item2 > 0).OrderByDescending(seen => seen.Latest)];

    private sealed class Tally
    {
        private readonly (long Minute, int Count)[] _buckets = new (long, int)[Minutes];

        public TimeSpan Latest { get; private set; }

        public void Add(TimeSpan now)
        {
            Latest = now;
            var minute = MinuteOf(now);
            ref var bucket = ref _buckets[minute % Minutes];
            bucket = (minute, bucket.Minute == minute ? bucket.Count + 1 : 1);
        }

        public int Count(TimeSpan now)
        {
            var oldest = MinuteOf(now) - Minutes;
            return _buckets.Where(bucket => bucket.Minute > oldest).Sum(bucket => bucket.Count);
        }

        // 0 is an empty bucket.
        private static long MinuteOf(TimeSpan now) => (long)now.TotalMinutes + 1;
    }
}
