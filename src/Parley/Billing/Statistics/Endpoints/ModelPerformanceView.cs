using System.ComponentModel;

namespace Parley.Billing.Statistics.Endpoints;

/// <summary>How fast a model was lately, over all providers that serve it.</summary>
internal sealed record ModelPerformanceView(
    [property: Description("The name to ask for.")] string Id,
    [property: Description("null when nobody used it.")] PerformanceView? LastHour,
    [property: Description("null when nobody used it.")] PerformanceView? LastDay);
