using Parley.Gateway.Messages;

namespace Parley.Gateway.Routing;

/// <summary>Decides whether and when a failed call is tried again. Pure.</summary>
internal static class RetryPolicy
{
    /// <summary>Extra calls that a node may make, as a share of its requests: with what is in reserve, below a fifth.</summary>
    public const double ExtraShare = 0.19;

    /// <summary>A request moves to another candidate at most this often, also where a provider wants no retries.</summary>
    private const int MostMoves = 2;

    /// <summary>A vendor that asks for a longer pause is not waited for: the client is told instead.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether another candidate may be called after so many extra calls.</summary>
    public static bool MayMove(int extra, int maxRetries) => extra < Math.Max(MostMoves, maxRetries);

    /// <summary>
    /// The pause before round number <paramref name="round"/> (1 is the first repetition) over candidates that have all failed, or null to give up:
    /// as long as the vendor asked, or 200 ms, doubled each round.
    /// </summary>
    public static TimeSpan? PauseBefore(int round, int extra, int maxRetries, GatewayFault fault)
    {
        if (!fault.IsRetryable || round > maxRetries || extra >= maxRetries) return null;
        var pause = fault.RetryAfter ?? FirstPause * Math.Pow(2, round - 1);
        return pause <= LongestPause ? pause : null;
    }
}
