using System.Collections.Immutable;

namespace Parley.Gateway.Routing;

/// <summary>A model that a named route may choose.</summary>
/// <param name="Model">The name that callers use.</param>
/// <param name="Targets">Who serves it, in order of preference; at least one.</param>
public sealed record RouteChoice(string Model, ImmutableArray<UpstreamTarget> Targets)
{
    /// <summary>Its share among the choices whose conditions hold; 0 for never, unless nothing else is left.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>When it may be chosen; null for always.</summary>
    public RouteCondition? When { get; init; }
}
