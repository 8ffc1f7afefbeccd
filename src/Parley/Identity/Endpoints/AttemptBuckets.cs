using System.Collections.Concurrent;
using Parley.Identity.Sessions;

namespace Parley.Identity.Endpoints;

/// <summary>How many attempts each network address has left on this node. Full buckets are forgotten.</summary>
internal sealed class AttemptBuckets(IdentityOptions options, TimeProvider time)
{
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<string, Bucket> _buckets = [];

    /// <summary>Takes one; how long to wait when there is none.</summary>
    public TimeSpan? Take(string? address)
    {
        var network = Device.NetworkOf(address);
        if (_buckets.Count > MostKept) Forget();
        var bucket = _buckets.GetOrAdd(network, _ => new Bucket(options.AttemptsPerMinute, time.GetTimestamp()));
        lock (bucket)
        {
            Refill(bucket);
            if (bucket.Left < 1) return TimeSpan.FromMinutes((1 - bucket.Left) / options.AttemptsPerMinute);
            bucket.Left--;
            return null;
        }
    }

    private void Refill(Bucket bucket)
    {
        bucket.Left = Math.Min(options.AttemptsPerMinute, bucket.Left + time.GetElapsedTime(bucket.At).TotalMinutes * options.AttemptsPerMinute);
        bucket.At = time.GetTimestamp();
    }

    private void Forget()
    {
        foreach (var (address, bucket) in _buckets)
            if (time.GetElapsedTime(bucket.At) > TimeSpan.FromMinutes(1)) _buckets.TryRemove(address, out _);
    }

    private sealed class Bucket(double left, long at)
    {
        public double Left { get; set; } = left;

        public long At { get; set; } = at;
    }
}
