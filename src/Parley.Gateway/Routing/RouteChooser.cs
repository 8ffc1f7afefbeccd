using Parley.Gateway.Messages;
using Parley.Gateway.Routing.Health;

namespace Parley.Gateway.Routing;

/// <summary>Makes a request's plan.</summary>
internal sealed class RouteChooser(UpstreamHealthBook health)
{
    private const double DefaultHedgeShare = 0.05;

    /// <summary>Who is to be called, in which order: those that are down come last.</summary>
    public RoutePlan Plan(LlmRequest request)
    {
        var plan = Order(request.Route!);
        return request.MaxFirstToken is { } objective ? plan with { FirstTokenObjective = objective, HedgeShare = DefaultHedgeShare } : plan;
    }

    private RoutePlan Order(Route route)
    {
        if (route.Candidates.Length == 1) return route.InOrder;
        foreach (var candidate in route.Candidates)
            if (health.Of(candidate.Upstream).IsDown) return new RoutePlan([.. route.Candidates.OrderBy(c => health.Of(c.Upstream).IsDown)]);
        return route.InOrder;
    }
}
