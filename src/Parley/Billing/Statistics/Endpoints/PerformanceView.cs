using System.ComponentModel;

namespace Parley.Billing.Statistics.Endpoints;

/// <summary>How fast a model was.</summary>
internal sealed record PerformanceView(
    [property: Description("Completed answers that were measured.")] long Answers,
    [property: Description("Time to the first token of streams; where there were none, to the whole answer.")] PercentilesView? FirstTokenMs,
    [property: Description("Output tokens a second while an answer comes; null when unknown.")] double? TokensPerSecond)
{
    public static PerformanceView? Of(UsageFigures figures) => figures.Total.Count == 0 ? null
        : new(figures.Total.Count, PercentilesView.Of(figures.FirstTokens), figures.TokensPerSecond is { } speed ? Math.Round(speed, 2) : null);
}
