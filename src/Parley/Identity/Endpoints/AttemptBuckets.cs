using System.Threading.RateLimiting;
using Parley.Identity.Sessions;

namespace Parley.Identity.Endpoints;

/// <summary>How many attempts each network address has left on this node. Whoever has been away is forgotten.</summary>
internal sealed class AttemptBuckets(IdentityOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _networks = PartitionedRateLimiter.Create<string, string>(network => PerMinute.Of(network, options.AttemptsPerMinute));

    /// <summary>Takes one; how long to wait when there is none.</summary>
    public TimeSpan? Take(string? address)
    {
        using var lease = _networks.AttemptAcquire(Device.NetworkOf(address));
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => _networks.Dispose();
}
