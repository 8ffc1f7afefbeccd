using System.Collections.Immutable;

namespace Parley.Gateway.Routing;

/// <summary>A model that a named route may choose.</summary>
/// <param name="Model">The name that callers use.</param>
/// <param name="Targets">Who serves it, in order of preference; at least one.</param>
public sealed record RouteChoice(string Model, ImmutableArray<UpstreamTarget> Targets)
{
    /// <summary>Its share among the choices whose conditions hold; 0 for never, unless nothing else is left.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The model that its name is an alias of; null when it is none.</summary>
    public string? AliasOf { get; init; }

    /// <summary>The model, and the alias by which it was chosen, for people.</summary>
    internal string Told => AliasOf is null ? Model : $"{AliasOf} (alias {Model})";

    /// <summary>When it may be chosen; null for always.</summary>
    public RouteCondition? When { get; init; }
}
