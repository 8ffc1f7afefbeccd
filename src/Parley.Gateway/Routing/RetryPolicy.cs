using Parley.Gateway.Messages;

namespace Parley.Gateway.Routing;

/// <summary>Decides whether and when a failed call is tried again. Pure.</summary>
internal static class RetryPolicy
{
    /// <summary>A vendor that asks for a longer pause is not waited for: the client is told instead.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The pause before turn number <paramref name="turn"/> (0 is the first call), or null to give up. A first try of
    /// another candidate comes at once; a further round over the same candidates waits as long as the vendor asked, or
    /// 200 ms, doubled each round.
    /// </summary>
    public static TimeSpan? PauseBefore(int turn, int candidates, int maxRetries, GatewayFault fault)
    {
        if (!fault.IsRetryable) return null;
        if (turn < candidates) return TimeSpan.Zero;
        var round = turn / candidates;
        if (round > maxRetries) return null;
        var pause = fault.RetryAfter ?? FirstPause * Math.Pow(2, round - 1);
        return pause <= LongestPause ? pause : null;
    }
}
