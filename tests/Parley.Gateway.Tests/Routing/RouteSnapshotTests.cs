using Parley.Gateway.Messages;
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

    [Fact]
    public void A_name_that_leads_nowhere_is_not_passed_on_by_its_beginning()
    {
        var snapshot = new RouteSnapshot([Open], []) { Unserved = new Dictionary<string, string> { ["gpt-best"] = "Nobody serves it." } };
        Assert.Null(snapshot.Find("gpt-best"));
        Assert.NotNull(snapshot.Find("gpt-better"));
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
    [InlineData("gpt-99")]
    [InlineData("openai/gpt-99")]
    [InlineData("box/gpt-99")]
    public void What_is_withheld_is_not_there_by_any_name(string model)
    {
        var without = new RouteSnapshot([Open, Closed], [], route => route.Candidates[0].UpstreamModel == "gpt-99" ? null : route);
        Assert.Null(without.Find(model));
        Assert.NotNull(without.Find("openai/gpt-98"));
        Assert.NotNull(without.Find("gpt-9"));
    }

    [Fact]
    public void What_is_known_of_a_model_that_is_not_listed_is_added()
    {
        var knowing = new RouteSnapshot([Open], [], route => route with { Candidates = [route.Candidates[0] with { ContextWindow = route.Candidates[0].UpstreamModel.Length }] });
        Assert.Equal((6L, 8L), (knowing.Find("gpt-99")!.Candidates[0].ContextWindow, knowing.Find("openai/anything")!.Candidates[0].ContextWindow));
    }

    [Fact]
    public void What_one_provider_withholds_another_that_claims_the_name_may_serve()
    {
        var second = new UpstreamConfig { Name = "second", Kind = "chat", ModelPrefixes = ["gpt-"] };
        var snapshot = new RouteSnapshot([Open, second], [], route => route.Candidates[0].Upstream == Open ? null : route);
        Assert.Equal("second", snapshot.Find("gpt-99")!.Candidates.Single().Upstream.Name);
        Assert.Null(snapshot.Find("openai/gpt-99"));
    }

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

    [Fact]
    public void Aliases_lead_to_models_routes_and_other_aliases()
    {
        var named = new Route("support", [new UpstreamTarget(Open, "gpt-4")]) { Rule = new RouteRule { Choices = [] } };
        var snapshot = Of([Plain("gpt-4"), named], ("fast", "gpt-4"), ("faster", "fast"), ("help", "support"), ("newest", "openai/gpt-99"), ("gpt-4", "support"));
        Assert.Equal(("fast", "gpt-4", "gpt-4"), (snapshot.Find("fast")!.Model, snapshot.Find("fast")!.AliasOf, snapshot.Find("fast")!.Candidates[0].UpstreamModel));
        Assert.Equal("gpt-4", snapshot.Find("faster")!.AliasOf);
        Assert.Equal(("support", "parley"), (snapshot.Find("help")!.Named, snapshot.Find("help")!.OwnedBy));
        Assert.Equal("gpt-99", snapshot.Find("newest")!.Candidates[0].UpstreamModel);
        Assert.Null(snapshot.Find("gpt-4")!.AliasOf); // a model goes before an alias of its name
        Assert.Equal(("openai", "parley", "parley"), (snapshot.Find("gpt-4")!.OwnedBy, snapshot.Find("fast")!.OwnedBy, snapshot.Find("support")!.OwnedBy));
        Assert.Equal(["fast", "faster", "gpt-4", "help", "newest", "support"], snapshot.Models.Select(m => m.Model));
    }

    [Fact]
    public void Aliases_that_lead_nowhere_or_in_a_circle_are_left_out()
    {
        var snapshot = Of([Plain("gpt-4")], ("a", "b"), ("b", "c"), ("c", "a"), ("self", "self"), ("lost", "nothing"), ("good", "gpt-4"));
        Assert.All(["a", "b", "c", "self", "lost"], name => Assert.Null(snapshot.Find(name)));
        Assert.NotNull(snapshot.Find("good"));
    }

    [Fact]
    public void A_request_names_a_route_in_its_header_or_in_its_model()
    {
        var named = new Route("support", [new UpstreamTarget(Open, "gpt-4")]) { Rule = new RouteRule { Choices = [] } };
        var snapshot = Of([Plain("m"), named], ("help", "support"), ("fast", "m"));
        Assert.Equal("support", Ask("m", "support"));
        Assert.Equal("help", Ask("nothing", "help"));
        Assert.Equal("support", Ask("support", null));
        Assert.Null(Ask("m", "m")); // a model is no route
        Assert.Null(Ask("m", "fast"));
        Assert.Null(Ask("m", "other"));

        string? Ask(string model, string? route)
        {
            var like = Requests.Of($$"""{"model":"{{model}}"}""");
            return snapshot.Find(new LlmRequest { Id = "r", At = like.At, Started = 0, Format = like.Format, Operation = like.Operation, Caller = like.Caller, Body = like.Body, Envelope = like.Envelope, RouteAsked = route })?.Model;
        }
    }

    [Fact]
    public void Auto_chooses_among_the_models_that_chat()
    {
        var auto = Of([Plain("gpt-4"), Plain("claude"), Plain("text-embedding-3-small"), Plain("whisper-1"), Plain("gpt-image-1"), Demo]).Find("auto")!;
        Assert.Equal(("auto", "auto", "parley"), (auto.Rule!.Objective, auto.Named, auto.OwnedBy));
        Assert.Equal(["claude", "gpt-4"], auto.Rule.Choices.Select(c => c.Model));
    }

    [Fact]
    public void Where_prices_are_known_auto_leaves_out_what_has_none() =>
        Assert.Equal(["a", "b"], Of([Priced("a"), Priced("b"), Plain("c")]).Find("auto")!.Rule!.Choices.Select(c => c.Model));

    [Fact]
    public void Auto_serves_the_demo_where_there_is_nothing_else_and_is_listed_only_where_it_has_a_choice()
    {
        var demo = Of([Demo]);
        Assert.Equal("demo", demo.Find("auto")!.Candidates.Single().Upstream.Kind);
        Assert.Equal(["demo"], demo.Models.Select(m => m.Model));
        var one = Of([Demo, Plain("gpt-4")]);
        Assert.Equal("gpt-4", one.Find("auto")!.Candidates.Single().UpstreamModel);
        Assert.DoesNotContain("auto", one.Models.Select(m => m.Model));
        Assert.Contains("auto", Of([Plain("a"), Plain("b")]).Models.Select(m => m.Model));
        Assert.Null(Of([Plain("whisper-1")]).Find("auto"));
        Assert.Null(RouteSnapshot.Empty.Find("auto"));
    }

    [Fact]
    public void An_operators_auto_goes_before()
    {
        var own = new Route("auto", [new UpstreamTarget(Open, "mine")]) { Rule = new RouteRule { Choices = [] } };
        Assert.Same(own, Of([Plain("a"), Plain("b"), own]).Find("auto"));
        Assert.Equal("a", Of([Plain("a"), Plain("b")], ("auto", "a")).Find("auto")!.AliasOf);
    }

    private static Route Demo { get; } = new("demo", [new UpstreamTarget(new UpstreamConfig { Name = "demo", Kind = "demo" }, "demo")]);

    private static Route Plain(string model) => new(model, [new UpstreamTarget(Open, model)]);

    private static Route Priced(string model) => new(model, [new UpstreamTarget(Open, model) { OutputPrice = 1 }]);

    private static RouteSnapshot Of(Route[] routes, params (string Alias, string Model)[] aliases) =>
        new([Open, Closed], routes, aliases: aliases.Select(a => KeyValuePair.Create(a.Alias, a.Model)));
}
