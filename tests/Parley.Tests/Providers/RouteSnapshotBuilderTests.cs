using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Providers.Catalogue;
using Parley.Providers.Catalogue.Settings;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Providers.Routes;

namespace Parley.Tests.Providers;

public sealed class RouteSnapshotBuilderTests
{
    [Fact]
    public void Candidates_stand_in_order_of_origin_then_age()
    {
        var routes = RouteSnapshotBuilder.Build(
        [
            Provider("env", ProviderOrigin.Environment, 1, "m"),
            Provider("young", ProviderOrigin.Operator, 9, "m"),
            Provider("configured", ProviderOrigin.Configuration, 2, "m"),
            Provider("old", ProviderOrigin.Operator, 3, "m"),
            Provider("demo", ProviderOrigin.BuiltIn, 0, "m"),
        ]);
        Assert.Equal(["old", "young", "configured", "env", "demo"], routes.Find("m")!.Candidates.Select(c => c.Upstream.Name));
    }

    [Fact]
    public void A_model_keeps_the_upstreams_own_name()
    {
        var routes = RouteSnapshotBuilder.Build([Provider("a", ProviderOrigin.Operator, 0) with { Models = [new("fast", "vendor-fast-2")] }]);
        Assert.Equal("vendor-fast-2", Assert.Single(routes.Find("fast")!.Candidates).UpstreamModel);
        Assert.Null(routes.Find("vendor-fast-2"));
        Assert.Null(routes.Find("a/anything"));
        Assert.Equal("vendor-fast-2", Assert.Single(routes.Find("a/fast")!.Candidates).UpstreamModel);
    }

    [Fact]
    public void A_provider_without_models_takes_any_and_lists_what_was_discovered()
    {
        var routes = RouteSnapshotBuilder.Build([Provider("a", ProviderOrigin.Operator, 0) with { Discovered = ["x", "y"] }]);
        Assert.Equal(["auto", "x", "y"], routes.Models.Select(r => r.Model)); // two to choose from
        Assert.Equal("new-one", Assert.Single(routes.Find("a/new-one")!.Candidates).UpstreamModel);
        Assert.Null(routes.Find("new-one"));
    }

    [Theory]
    [InlineData("openai", "gpt-99")]
    [InlineData("openai", "o3-mini")]
    [InlineData("openai", "text-embedding-3-small")]
    [InlineData("anthropic", "claude-next")]
    [InlineData("gemini", "gemini-9")]
    [InlineData("mistral", "codestral-latest")]
    [InlineData("deepseek", "deepseek-chat")]
    [InlineData("xai", "grok-9")]
    public void A_vendors_newest_model_works_before_it_is_listed(string provider, string model)
    {
        string[] vendors = ["openai", "anthropic", "gemini", "mistral", "deepseek", "xai", "groq", "openrouter"];
        var routes = RouteSnapshotBuilder.Build(vendors.Select(v => Provider(v, ProviderOrigin.Environment, 0)));
        Assert.Equal(provider, Assert.Single(routes.Find(model)!.Candidates).Upstream.Name);
        Assert.Null(routes.Find("llama-of-nobody"));
    }

    [Fact]
    public void An_operators_provider_of_a_vendors_name_claims_no_prefixes() =>
        Assert.Null(RouteSnapshotBuilder.Build([Provider("openai", ProviderOrigin.Operator, 0)]).Find("gpt-99"));

    [Fact]
    public void An_aggregators_name_for_a_model_means_the_vendor_first_where_it_is_registered()
    {
        var aggregator = Provider("openrouter", ProviderOrigin.Environment, 0) with { Discovered = ["openai/gpt-x", "openai/only-here", "other/m"] };
        var vendor = Provider("openai", ProviderOrigin.Environment, 1) with { Discovered = ["gpt-x"] };
        var routes = RouteSnapshotBuilder.Build([aggregator, vendor]);
        Assert.Equal([("openai", "gpt-x"), ("openrouter", "openai/gpt-x")], routes.Find("openai/gpt-x")!.Candidates.Select(c => (c.Upstream.Name, c.UpstreamModel)));
        Assert.Equal("openrouter", Assert.Single(routes.Find("openai/only-here")!.Candidates).Upstream.Name);
        Assert.Equal("openrouter", Assert.Single(routes.Find("other/m")!.Candidates).Upstream.Name);
    }

    [Theory]
    [InlineData("gpt-4o", 16384)]
    [InlineData("gpt-4o-2024-08-06", 16384)]
    [InlineData("claude-opus-4-5-20251101", 64000)]
    [InlineData("anthropic/claude-opus-4-5", 64000)]
    public void Known_models_carry_their_longest_answer(string model, long most)
    {
        var routes = RouteSnapshotBuilder.Build([Provider("a", ProviderOrigin.Operator, 0, model)]);
        Assert.Equal(most, routes.Find(model)!.Candidates[0].MaxOutputTokens);
    }

    [Theory]
    [InlineData("claude-opus-4-5")]
    [InlineData("anthropic/claude-opus-4-5")]
    public void So_do_those_that_are_not_listed_yet(string model) => Assert.Equal(64000,
        RouteSnapshotBuilder.Build([Provider("anthropic", ProviderOrigin.Environment, 0)]).Find(model)!.Candidates[0].MaxOutputTokens);

    [Fact]
    public void Unknown_models_carry_none() =>
        Assert.Null(RouteSnapshotBuilder.Build([Provider("a", ProviderOrigin.Operator, 0, "mystery")]).Find("mystery")!.Candidates[0].MaxOutputTokens);

    [Fact]
    public void A_circle_that_came_together_from_two_sources_ends_and_the_rest_serves()
    {
        var routes = RouteSnapshotBuilder.Build([Provider("a", ProviderOrigin.Operator, 0, "m", "n")], [Named("x", "y", "m"), Named("y", "x", "n"), Named("z", "z")]);
        Assert.Equal(["n", "m"], routes.Find("x")!.Candidates.Select(c => c.UpstreamModel));
        Assert.Equal(["n"], routes.Find("y")!.Candidates.Select(c => c.UpstreamModel));
        Assert.Null(routes.Find("z"));
        Assert.Equal(["z"], routes.Unserved.Keys);
    }

    [Fact]
    public void A_named_route_stands_before_a_model_of_its_name()
    {
        var routes = RouteSnapshotBuilder.Build([Provider("a", ProviderOrigin.Operator, 0, "m", "taken"), Provider("b", ProviderOrigin.Operator, 1, "m")], [Named("taken", "m")]);
        Assert.Equal(["a", "b"], routes.Find("taken")!.Candidates.Select(c => c.Upstream.Name));
        Assert.Equal(["m", "taken"], routes.Models.Select(m => m.Model));
    }

    [Fact]
    public void A_disabled_provider_serves_nothing_by_any_name()
    {
        var routes = RouteSnapshotBuilder.Build([Provider("openai", ProviderOrigin.Environment, 0) with { Enabled = false, Discovered = ["gpt-x"] }]);
        foreach (var model in new[] { "gpt-x", "gpt-y", "openai/gpt-x", "openai/any" }) Assert.Null(routes.Find(model));
        Assert.Empty(routes.Models);
    }

    /// <summary>Also by the name that an aggregator has for it, which means the vendor first.</summary>
    [Fact]
    public void A_disabled_or_limited_model_is_so_by_every_name()
    {
        var aggregator = Provider("openrouter", ProviderOrigin.Environment, 0) with { Discovered = ["openai/gpt-x", "openai/gpt-y"] };
        var vendor = Provider("openai", ProviderOrigin.Environment, 1, "gpt-x", "gpt-y");
        var knowledge = new ModelKnowledge(new Lazy<ModelCatalogue>(() => new ModelCatalogue([], [])),
            [new KnownSettings("gpt-x") { Enabled = false }, new KnownSettings("gpt-y") { Limits = new CallerLimits(RequestsPerMinute: 1) }], DateTimeOffset.UnixEpoch);
        var routes = RouteSnapshotBuilder.Build([aggregator, vendor], knowledge: knowledge);
        Assert.Null(routes.Find("gpt-x"));
        Assert.Equal(["openrouter"], routes.Find("openai/gpt-x")!.Candidates.Select(c => c.Upstream.Name)); // another seller's model
        Assert.Equal(["gpt-y", null], routes.Find("openai/gpt-y")!.Candidates.Select(c => c.ModelLimits?.Model));
    }

    private static NamedRoute Named(string name, params string[] models) =>
        new() { Name = name, Origin = ProviderOrigin.Operator, Candidates = [.. models.Select(m => new NamedChoice(m, 1, null))] };

    private static ProviderDefinition Provider(string name, ProviderOrigin origin, int age, params string[] models) => new()
    {
        Name = name, Kind = "chat", Origin = origin, BaseUrl = new Uri("https://" + name + ".example/v1"), CreatedAt = DateTimeOffset.UnixEpoch.AddDays(age),
        Models = [.. models.Select(m => new ProviderModel(m, m))],
    };
}
