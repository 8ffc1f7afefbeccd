using Parley.Gateway.Messages;

namespace Parley.Gateway.Routing;

/// <summary>Decides whether and when a failed call is tried again. Pure.</summary>
internal static class RetryPolicy
{
    /// <summary>Extra calls that a node may make, as a share of its requests: with what is in reserve, below a fifth.</summary>
    public const double ExtraShare = 0.19;

    /// <summary>A request moves to another candidate at most this often, also where a provider wants no retries.</summary>
    private const int MostMoves = 2;

    /// <summary>All pauses of one request together. Beyond, its client is told when to come back: the vendors' SDKs wait by themselves, and
    /// each of their tries would wait here as well.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether another candidate may be called after so many extra calls.</summary>
    public static bool MayMove(int extra, int maxRetries) => extra < Math.Max(MostMoves, maxRetries);

    /// <summary>
    /// The pause before round number <paramref name="round"/> (1 is the first repetition) over candidates that have all failed, or null to give up:
    /// as long as the vendor asked, or 200 ms, doubled each round.
    /// </summary>
    /// <param name="round">Which repetition it would be.</param>
    /// <param name="extra">Extra calls so far.</param>
    /// <param name="maxRetries">What the provider allows.</param>
    /// <param name="fault">Why the call of whoever may be asked again first failed.</param>
    /// <param name="waited">Pauses that the request has made already.</param>
    public static TimeSpan? PauseBefore(int round, int extra, int maxRetries, GatewayFault fault, TimeSpan waited)
    {
        if (!fault.IsRetryable || round > maxRetries || extra >= maxRetries) return null;
        var pause = fault.RetryAfter ?? FirstPause * Math.Pow(2, round - 1);
        return waited + pause <= LongestWait ? pause : null;
    }
}
