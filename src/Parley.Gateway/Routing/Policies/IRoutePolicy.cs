namespace Parley.Gateway.Routing.Policies;

/// <summary>
/// An objective of named routes: says how well each option serves a request. A new one is one file here, and one line in
/// <see cref="RoutePolicies.Add"/>. Pure: all that it may look at is in its arguments, chance included.
/// </summary>
internal interface IRoutePolicy
{
    /// <summary>What operators write as a route's <c>objective</c>.</summary>
    string Name { get; }

    /// <summary>Within what time the first token is wanted where neither caller nor route says so; null for no such wish.</summary>
    TimeSpan? FirstTokenObjective => null;

    /// <summary>The kind of request must be known, for which the prompt is taken apart.</summary>
    bool NeedsContext => false;

    /// <summary>Writes the cost of each option, in any unit: the lowest is called first, then the next when it fails. Among equals the operator's order counts.</summary>
    void Weigh(RouteQuestion question, ReadOnlySpan<RouteOption> options, Span<double> costs);

    /// <summary>Why the option is the first, in a few words, of which none is the prompt's.</summary>
    string Explain(RouteQuestion question, in RouteOption chosen);
}
