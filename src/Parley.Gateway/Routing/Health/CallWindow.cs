namespace Parley.Gateway.Routing.Health;

/// <summary>Calls that went well and calls that failed in the latest 30 seconds, a bucket a second. Pure: <c>now</c> is an argument.</summary>
internal sealed class CallWindow
{
    private const int Seconds = 30;

    private readonly (long Second, int Good, int Bad)[] _buckets = new (long, int, int)[Seconds];

    /// <summary>Notes a call; a negative number takes one back.</summary>
    public void Add(TimeSpan now, int good, int bad)
    {
        var second = (long)now.TotalSeconds + 1; // 0 is an empty bucket
        ref var bucket = ref _buckets[second % Seconds];
        if (bucket.Second != second) bucket = (second, 0, 0);
        bucket = (second, Math.Max(0, bucket.Good + good), bucket.Bad + bad);
    }

    public (int Good, int Bad) Count(TimeSpan now)
    {
        var oldest = (long)now.TotalSeconds + 1 - Seconds;
        var (good, bad) = (0, 0);
        foreach (var bucket in _buckets)
        {
            if (bucket.Second <= oldest) continue;
            good += bucket.Good;
            bad += bucket.Bad;
        }

        return (good, bad);
    }

    public void Clear() => Array.Clear(_buckets);
}
