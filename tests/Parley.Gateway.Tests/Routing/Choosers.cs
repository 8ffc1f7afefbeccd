using Microsoft.Extensions.DependencyInjection;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Routing.Learning;
using Parley.Gateway.Routing.Policies;

namespace Parley.Gateway.Tests.Routing;

/// <summary>Choosers with the product's own objectives.</summary>
internal static class Choosers
{
    public static RoutePolicies Policies { get; } = RoutePolicies.Add(new ServiceCollection()).BuildServiceProvider().GetRequiredService<RoutePolicies>();

    public static RouteChooser Of(UpstreamHealthBook health, LearnedLatencies? latencies = null, ulong seed = 1) =>
        new(health, latencies ?? new LearnedLatencies(TimeProvider.System), Policies, new Dice(seed));

    public static RouteChooser New() => Of(new UpstreamHealthBook(TimeProvider.System));
}
