using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Routing;

public sealed class RouteSnapshotTests
{
    private static readonly UpstreamConfig Open = new() { Name = "openai", Kind = "chat", TakesAnyModel = true, ModelPrefixes = ["gpt-"] };
    private static readonly UpstreamConfig Closed = new() { Name = "box", Kind = "chat" };

    private static readonly RouteSnapshot Snapshot = new([Open, Closed],
        [new Route("gpt-4", [new UpstreamTarget(Open, "gpt-4"), new UpstreamTarget(Closed, "gpt4-local")]), new Route("org/llama", [new UpstreamTarget(Closed, "llama")])]);

    [Fact]
    public void An_exact_name_wins() => Assert.Equal(2, Snapshot.Find("gpt-4")!.Candidates.Length);

    [Fact]
    public void A_name_with_a_slash_may_be_a_model() => Assert.Equal("llama", Snapshot.Find("org/llama")!.Candidates[0].UpstreamModel);

    [Fact]
    public void A_provider_can_be_named() => Assert.Equal("gpt4-local", Assert.Single(Snapshot.Find("box/gpt-4")!.Candidates).UpstreamModel);

    [Fact]
    public void An_open_provider_takes_any_model_and_its_prefix_is_enough()
    {
        Assert.Equal("anything", Snapshot.Find("openai/anything")!.Candidates[0].UpstreamModel);
        Assert.Equal("gpt-99", Snapshot.Find("gpt-99")!.Candidates[0].UpstreamModel);
        Assert.Equal("other", Snapshot.Find("gpt-99")!.Label);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("box/unknown")]
    [InlineData("nobody/gpt-4")]
    [InlineData("openai/")]
    [InlineData("/gpt-4")]
    [InlineData("GPT-4")]
    public void Everything_else_is_unknown(string model) => Assert.Null(Snapshot.Find(model));

    [Theory]
    [InlineData("openai/")]
    [InlineData("gpt-")]
    public void No_model_that_is_not_listed_has_an_endless_name(string beginning)
    {
        Assert.NotNull(Snapshot.Find(beginning.PadRight(256, 'x')));
        Assert.Null(Snapshot.Find(beginning.PadRight(257, 'x')));
    }

    [Fact]
    public void A_copy_of_a_route_with_other_candidates_plans_these()
    {
        var route = new Route("m", [new UpstreamTarget(Open, "a"), new UpstreamTarget(Closed, "b") { ContinuesTurns = true }]);
        Assert.Equal(route.Candidates, route.InOrder.Candidates);
        Assert.True(route.Continues);
        var rest = route with { Candidates = [route.Candidates[1]] };
        Assert.Equal("b", Assert.Single(rest.InOrder.Candidates).UpstreamModel);
        Assert.False(rest.Continues);
        Assert.Equal("b", Assert.Single(route.On(Closed)!.InOrder.Candidates).UpstreamModel);
    }
}
