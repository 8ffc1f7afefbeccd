using Microsoft.Extensions.DependencyInjection;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Policies;
using static Parley.Gateway.Tests.Routing.Policies.Options;

namespace Parley.Gateway.Tests.Routing.Policies;

public sealed class RoutePoliciesTests
{
    [Fact]
    public void The_objectives_have_the_names_of_the_documentation() =>
        Assert.Equal(["auto", "balanced", "cheapest", "fastest", "quality", "vr"], RoutePolicies.Names);

    /// <summary>One file (the class below) and one line (its registration): the routes that name it follow it.</summary>
    [Fact]
    public void A_new_objective_is_one_file_and_one_line()
    {
        var services = RoutePolicies.Add(new ServiceCollection());
        services.AddSingleton<IRoutePolicy, AlphabeticalPolicy>();
        var policies = services.BuildServiceProvider().GetRequiredService<RoutePolicies>();
        Assert.IsType<AlphabeticalPolicy>(policies.Find("alphabetical"));
        var (z, a) = (Target("zebra"), Target("ant"));
        var route = new Route("r", [z, a]) { Rule = Rule("alphabetical", Choice(z), Choice(a)) };
        var (plan, _) = new RouteDecision(route, Question(), policies.Find("alphabetical"), t => new RouteOption(t, "", 0, 1, default, 0, 0, false)).Make();
        Assert.Equal(["ant", "zebra"], plan!.Candidates.Select(c => c.UpstreamModel));
        Assert.Equal("alphabetical: by name; ant at p-ant over 1 other", plan.Reason);
    }

    [Fact]
    public void Two_objectives_of_one_name_stop_the_start()
    {
        var services = RoutePolicies.Add(new ServiceCollection()).AddSingleton<IRoutePolicy, CheapestPolicy>();
        Assert.ThrowsAny<ArgumentException>(() => services.BuildServiceProvider().GetRequiredService<RoutePolicies>());
    }

    private sealed class AlphabeticalPolicy : IRoutePolicy
    {
        public string Name => "alphabetical";

        public void Weigh(RouteQuestion question, ReadOnlySpan<RouteOption> options, Span<double> costs)
        {
            for (var i = 0; i < options.Length; i++) costs[i] = options[i].Model[0];
        }

        public string Explain(RouteQuestion question, in RouteOption chosen) => "by name";
    }
}
