using Parley.Gateway.Routing.Learning;

namespace Parley.Gateway.Routing.Policies;

/// <summary>One that may be called: a model on a provider, and how it is at this moment.</summary>
/// <param name="Target">The model on the provider.</param>
/// <param name="Model">The model's name for callers.</param>
/// <param name="Choice">The number of the choice that it belongs to: a model may have several providers.</param>
/// <param name="Weight">The choice's weight.</param>
/// <param name="Learned">How fast it was lately.</param>
/// <param name="Load">Calls under way, as a share of what the provider takes at the same time (of 100 where that is not limited).</param>
/// <param name="FailureShare">Share of calls that failed lately; 0 to 1.</param>
/// <param name="IsDown">The provider does not answer.</param>
internal readonly record struct RouteOption(
    UpstreamTarget Target, string Model, int Choice, double Weight, LatencyGlance Learned, double Load, double FailureShare, bool IsDown)
{
    private const double ExpectedOutput = 500;

    /// <summary>Expected seconds until the caller hears something: the first token of a stream, otherwise the whole answer. Null when nothing is known of that, so that it is tried.</summary>
    public double? Wait(RouteQuestion question) => question.Stream ? Learned.FirstToken : Learned.Whole;

    /// <summary>Expected price of the request in US dollars, for an answer of 500 tokens or of fewer where the caller says so; null when the catalogue has no price.</summary>
    public double? Price(RouteQuestion question)
    {
        if (Target.InputPrice is not { } input) return null;
        var output = Math.Min(question.Needs.MaxOutput ?? ExpectedOutput, ExpectedOutput);
        return ((double)input * question.Size.Tokens + (double)(Target.OutputPrice ?? 0) * output) / 1_000_000;
    }

    /// <summary>How much more it costs to count on one that fails: about the calls that a success takes, squared, for each failure also takes the caller's time.</summary>
    public double Risk => 1 / Math.Pow(1 - Math.Min(FailureShare, 0.95), 2);
}
