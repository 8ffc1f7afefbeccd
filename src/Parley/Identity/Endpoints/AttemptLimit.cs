using System.Collections.Concurrent;
using System.Globalization;
using Parley.Identity.Sessions;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary>So many attempts a minute from one network address: a bucket that is refilled evenly, on each node.</summary>
internal sealed class AttemptLimit(AttemptBuckets buckets) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (buckets.Take(Device.AddressOf(context.HttpContext) ?? "") is not { } wait) return next(context);
        context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new(Problems.Create(StatusCodes.Status429TooManyRequests, "Too many attempts from your network address. Nothing was done; try again in a moment."));
    }
}

/// <summary>The buckets. Full ones are forgotten.</summary>
internal sealed class AttemptBuckets(IdentityOptions options, TimeProvider time)
{
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<string, Bucket> _buckets = [];

    /// <summary>Takes one; how long to wait when there is none.</summary>
    public TimeSpan? Take(string address)
    {
        if (_buckets.Count > MostKept) Forget();
        var bucket = _buckets.GetOrAdd(address, _ => new Bucket(options.AttemptsPerMinute, time.GetTimestamp()));
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
