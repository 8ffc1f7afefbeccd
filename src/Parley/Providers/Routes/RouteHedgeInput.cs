using System.ComponentModel;

namespace Parley.Providers.Routes;

/// <summary>The hedging of a <see cref="RouteInput"/>.</summary>
internal sealed class RouteHedgeInput
{
    [Description("A second call may start when the first has not said anything in time; true by default where the first token's time is limited.")]
    public bool? Enabled { get; set; }

    [Description("Extra calls as a share of all: 0 (none) to 1 (as many again), 0.05 by default.")]
    public double? MaxExtra { get; set; }
}
