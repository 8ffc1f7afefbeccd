using Parley.Billing.Statistics;
using Parley.Gateway.Routing;

namespace Parley.Tests.Billing.Statistics;

/// <summary>Figures are told under the names by which callers asked.</summary>
public sealed class RouteNamesTests
{
    [Fact]
    public void A_model_has_its_names_here_and_says_who_served_it_as_what()
    {
        var (first, second) = (Upstream("first"), Upstream("second"));
        var names = new RouteNames(new RouteSnapshot([first, second],
        [
            new("same", [new(first, "same")]), new("quick", [new(first, "m-2026-05"), new(second, "m")]), new("cheap", [new(first, "m-2026-05")]),
            new("by-rule", [new(second, "unlisted")]) { Rule = new RouteRule { Choices = [] } },
        ], aliases: [new("other", "quick")]));

        Assert.Equal(("same", "first"), names.Of(new("first", "same")));
        Assert.Equal(("cheap, quick", "first, as m-2026-05"), names.Of(new("first", "m-2026-05")));
        Assert.Equal(("quick", "second, as m"), names.Of(new("second", "m")));
        Assert.Equal(("unlisted", "second"), names.Of(new("second", "unlisted")));
        Assert.Equal(("m-2026-05", "gone"), names.Of(new("gone", "m-2026-05")));

        static UpstreamConfig Upstream(string name) => new() { Name = name, Kind = "chat" };
    }
}
