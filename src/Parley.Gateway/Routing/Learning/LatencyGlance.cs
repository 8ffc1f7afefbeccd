namespace Parley.Gateway.Routing.Learning;

/// <summary>What a choice needs to know of a model on a provider.</summary>
/// <param name="FirstToken">Seconds to the first token; null when nothing is known.</param>
/// <param name="Whole">Seconds to a whole answer; null when nothing is known.</param>
/// <param name="FailureShare">Share of calls that failed, 0 to 1.</param>
/// <param name="Idle">Seconds since the last call ended; endless when there was none.</param>
internal readonly record struct LatencyGlance(double? FirstToken, double? Whole, double FailureShare, double Idle)
{
    /// <summary>Nothing is known.</summary>
    public static LatencyGlance None { get; } = new(null, null, 0, double.PositiveInfinity);
}
