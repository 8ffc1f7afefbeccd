using System.Collections.Immutable;

namespace Parley.Gateway.Routing;

/// <summary>Whom one request is sent to, in order, and why.</summary>
/// <param name="Candidates">The first is called; the others when it fails. At least one.</param>
public sealed record RoutePlan(ImmutableArray<UpstreamTarget> Candidates)
{
    /// <summary>The choice in a few words, for the usage record; null where there was none.</summary>
    public string? Reason { get; init; }

    /// <summary>The first token is wanted within this time; null for no such wish.</summary>
    public TimeSpan? FirstTokenObjective { get; init; }

    /// <summary>Extra calls for a fast first token, as a share of all calls; 0 for none.</summary>
    public double HedgeShare { get; init; }
}
