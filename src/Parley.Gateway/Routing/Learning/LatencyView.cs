namespace Parley.Gateway.Routing.Learning;

/// <summary>What this node has learned of one model of one provider from the calls of the last minutes.</summary>
/// <param name="FirstToken">From a streamed call sent to its first token, the latest calls first; null without any.</param>
/// <param name="Whole">From a call sent to the whole answer, for answers that were not streamed; null without any.</param>
/// <param name="FirstTokenP50">The first-token time that half of the calls do not exceed; what is a minute old counts half. Null without any.</param>
/// <param name="FirstTokenP95">The same that one in twenty exceeds.</param>
/// <param name="TokensPerSecond">Generated tokens a second behind the first one; null without any.</param>
/// <param name="FailureShare">Share of calls that the provider failed, the latest counting most; 0 to 1.</param>
/// <param name="Samples">Calls since this process started.</param>
/// <param name="At">When the last call ended; UTC.</param>
public sealed record LatencyView(
    TimeSpan? FirstToken, TimeSpan? Whole, TimeSpan? FirstTokenP50, TimeSpan? FirstTokenP95, double? TokensPerSecond, double FailureShare, long Samples, DateTimeOffset At);
