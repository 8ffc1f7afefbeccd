using System.Threading.RateLimiting;

namespace Parley.Identity;

/// <summary>The framework's token bucket as it is used here: so many a minute, refilled evenly, nobody queues.</summary>
internal static class PerMinute
{
    public static RateLimitPartition<string> Of(string who, int most) => RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = most, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromMinutes(1) / most, QueueLimit = 0,
    });
}
