using System.Collections.Immutable;

namespace Parley.Gateway.Routing;

/// <summary>How a named route chooses among models.</summary>
public sealed record RouteRule
{
    /// <summary>The policy's name: <c>balanced</c> (default), <c>cheapest</c>, <c>fastest</c>, <c>quality</c>, <c>vr</c>, <c>auto</c>.</summary>
    public string Objective { get; init; } = "balanced";

    /// <summary>The first token is wanted within this time; null for no such wish.</summary>
    public TimeSpan? MaxFirstToken { get; init; }

    /// <summary>The models to choose from, as the operator listed them.</summary>
    public required ImmutableArray<RouteChoice> Choices { get; init; }

    /// <summary>Tried in this order when no choice is left.</summary>
    public ImmutableArray<RouteChoice> Fallbacks { get; init; } = [];

    /// <summary>Extra calls for a fast first token, as a share of all calls; 0 for none, null for the default: 5 % where the first token's time is limited.</summary>
    public double? HedgeShare { get; init; }

    /// <summary>How long answers to requests at temperature 0 are kept and given again to the same caller; null for not at all.</summary>
    public TimeSpan? CacheFor { get; init; }
}
