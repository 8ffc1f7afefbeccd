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
    [InlineData("openai", "text-embedding-3-small", "vectors", ModelKind.Embedding)]
    [InlineData("openai", "gpt-5.6-sol", "my-image-embed", ModelKind.Chat)]
    [InlineData("box", "nomic-embed-text", "nomic-embed-text", ModelKind.Embedding)]
    [InlineData("box", "unheard-of", "embed", ModelKind.Embedding)]
    [InlineData("box", "bge-reranker-v2", "second", ModelKind.Other)]
    [InlineData("box", "whisper-9", "ears", ModelKind.Other)]
    [InlineData("box", "qwen9:14b", "qwen9:14b", ModelKind.Chat)]
    public void What_a_model_is_for_is_what_the_catalogue_says_or_how_it_sounds(string provider, string upstreamName, string model, ModelKind kind)
    {
        var routes = RouteSnapshotBuilder.Build([Provider(provider, ProviderOrigin.Operator, 0) with { Models = [new(model, upstreamName)] }]);
        Assert.Equal(kind, routes.Find(model)!.Kind);
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
        // The model keeps a name that it is listed by.
        Assert.Equal(["a/taken", "auto", "m", "taken"], routes.Models.Select(m => m.Model));
        Assert.Equal(("taken", (RouteRule?)null), (routes.Find("a/taken")!.Candidates.Single().UpstreamModel, routes.Find("a/taken")!.Rule));
    }

    [Fact]
    public void So_it_does_before_a_discovered_one_and_where_the_route_itself_is_dead()
    {
        var knowledge = Decided(new KnownSettings("taken") { Limits = new CallerLimits(RequestsPerMinute: 7) });
        var routes = RouteSnapshotBuilder.Build([Provider("a", ProviderOrigin.Operator, 0) with { Discovered = ["taken"] }], [Named("taken", "nobody")], knowledge);
        Assert.Null(routes.Find("taken"));
        Assert.Equal(["a/taken"], routes.Models.Select(m => m.Model));
        Assert.Equal(("taken", 7L), (routes.Find("a/taken")!.LimitedAs, routes.Find("a/taken")!.Limits!.RequestsPerMinute));
    }

    [Theory]
    [InlineData("gpt-99", "gpt-99,openai/gpt-99,OpenAI/gpt-99,nick,r")]
    [InlineData("openai/gpt-99", "gpt-99,openai/gpt-99,OpenAI/gpt-99,nick,r")]
    [InlineData("gpt-98", "")]
    [InlineData("other/gpt-99", "")]
    public void A_model_that_no_list_names_can_be_switched_off_by_every_name(string off, string gone)
    {
        var routes = RouteSnapshotBuilder.Build([Provider("openai", ProviderOrigin.Environment, 0), Provider("other", ProviderOrigin.Operator, 0)], [Named("r", "gpt-99")],
            Decided([.. new[] { new KnownSettings(off) { Enabled = false }, new KnownSettings("gpt-99") { Aliases = ["nick"], Enabled = off != "gpt-99" } }.DistinctBy(s => s.Id)]));
        foreach (var name in new[] { "gpt-99", "openai/gpt-99", "OpenAI/gpt-99", "nick", "r" }) Assert.Equal(gone.Split(',').Contains(name), routes.Find(name) is null);
        Assert.NotNull(routes.Find("gpt-97"));
        Assert.Equal(off is "gpt-99" or "other/gpt-99", routes.Find("other/gpt-99") is null);
    }

    [Fact]
    public void What_was_decided_about_it_holds_by_every_name_and_counts_together()
    {
        var routes = RouteSnapshotBuilder.Build([Provider("openai", ProviderOrigin.Environment, 0), Provider("other", ProviderOrigin.Operator, 0)],
            [Named("r", "gpt-99"), Named("s", "other/gpt-99")],
            Decided(new KnownSettings("gpt-99") { ContextWindow = 1000, Aliases = ["nick"], Limits = new CallerLimits(RequestsPerMinute: 5, Concurrency: 2) },
                new KnownSettings("other/gpt-99") { ContextWindow = 700, Limits = new CallerLimits(TokensPerMinute: 9) }));
        foreach (var name in new[] { "gpt-99", "openai/gpt-99", "nick" })
        {
            var route = routes.Find(name)!;
            Assert.Equal(("gpt-99", 5L, 2, 1000L, (ModelLimits?)null), (route.LimitedAs, route.Limits!.RequestsPerMinute!.Value, route.Limits.Concurrency, route.Candidates[0].ContextWindow!.Value, route.Candidates[0].ModelLimits));
        }

        var there = routes.Find("other/gpt-99")!;
        Assert.Equal(("gpt-99", 700L, "other/gpt-99"), (there.LimitedAs, there.Candidates[0].ContextWindow!.Value, there.Candidates[0].ModelLimits!.Model));
        // A route is no way around them.
        Assert.Equal((null, "gpt-99", 2), (routes.Find("r")!.Limits, routes.Find("r")!.Candidates[0].ModelLimits!.Model, routes.Find("r")!.Candidates[0].ModelLimits!.Limits.Concurrency));
        var both = routes.Find("s")!.Candidates[0].ModelLimits!;
        Assert.Equal(("gpt-99", "other/gpt-99", (ModelLimits?)null), (both.Model, both.And!.Model, both.And.And));
    }

    [Fact]
    public void A_model_can_be_switched_off_or_limited_at_one_of_its_providers()
    {
        ProviderDefinition[] providers = [Provider("a", ProviderOrigin.Operator, 0, "m"), Provider("b", ProviderOrigin.Operator, 1, "m")];
        var routes = RouteSnapshotBuilder.Build(providers, knowledge: Decided(new KnownSettings("a/m") { Enabled = false }, new KnownSettings("b/m") { Limits = new CallerLimits(Concurrency: 1) }));
        Assert.Equal(("b", "b/m"), (routes.Find("m")!.Candidates.Single().Upstream.Name, routes.Find("m")!.Candidates.Single().ModelLimits!.Model));
        Assert.Null(routes.Find("a/m"));
        Assert.Equal("b/m", routes.Find("b/m")!.Candidates.Single().ModelLimits!.Model);
        Assert.Null(RouteSnapshotBuilder.Build(providers[..1], knowledge: Decided(new KnownSettings("a/m") { Enabled = false })).Find("m"));
    }

    [Fact]
    public void A_route_that_names_an_alias_knows_the_model_behind_it()
    {
        var routes = RouteSnapshotBuilder.Build([Provider("a", ProviderOrigin.Operator, 0, "m")], [Named("r", "nick", "m")], Decided(new KnownSettings("m") { Aliases = ["nick"] }));
        Assert.Equal([("nick", "m"), ("m", null)], routes.Find("r")!.Rule!.Choices.Select(c => (c.Model, c.AliasOf)));
    }

    [Fact]
    public void Names_that_a_model_shares_with_a_route_or_an_alias_are_found()
    {
        ProviderDefinition[] providers = [Provider("a", ProviderOrigin.Operator, 0, "m", "r"), Provider("b", ProviderOrigin.Operator, 1) with { Discovered = ["nick", "r"] }, Provider("off", ProviderOrigin.Operator, 2, "r") with { Enabled = false }];
        Assert.Equal([new("a", "r", null), new("b", "nick", "m"), new("b", "r", null)], RouteNames.Shadowed(providers, [Named("r", "m")], [KeyValuePair.Create("nick", "m")]));
        Assert.Empty(RouteNames.Shadowed(providers, [], []));
    }

    [Fact]
    public void No_model_is_registered_under_the_name_of_the_route_that_exists_by_itself()
    {
        var errors = new FieldErrors();
        RouteNames.Check([new ProviderModel("auto", "x")], [], [], errors);
        Assert.Contains("is the name of the route auto", Assert.Single(errors.ToDictionary()["models[0].id"]), StringComparison.Ordinal);
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

    private static ModelKnowledge Decided(params KnownSettings[] settings) => new(new Lazy<ModelCatalogue>(() => new ModelCatalogue([], [])), settings, DateTimeOffset.UnixEpoch);

    private static NamedRoute Named(string name, params string[] models) =>
        new() { Name = name, Origin = ProviderOrigin.Operator, Candidates = [.. models.Select(m => new NamedChoice(m, 1, null))] };

    private static ProviderDefinition Provider(string name, ProviderOrigin origin, int age, params string[] models) => new()
    {
        Name = name, Kind = "chat", Origin = origin, BaseUrl = new Uri("https://" + name + ".example/v1"), CreatedAt = DateTimeOffset.UnixEpoch.AddDays(age),
        Models = [.. models.Select(m => new ProviderModel(m, m))],
    };
}
