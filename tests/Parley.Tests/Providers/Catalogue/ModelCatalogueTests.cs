using Parley.Gateway.Routing;
using Parley.Providers.Catalogue;
using Parley.Providers.Catalogue.Lines;

namespace Parley.Tests.Providers.Catalogue;

public sealed class ModelCatalogueTests
{
    private static readonly DateTimeOffset Now = Lines.Day(2026, 11, 26);

    private static readonly ModelCatalogue Some = new(
    [
        Lines.Of("openai", "gpt-9", 2, 10), Lines.Of("anthropic", "claude-9", 4, 20), Lines.Of("google", "gemini-9", 1, 5),
        Lines.Of("groq", "meta/llama-9", 0.1m, 0.2m) with { Capabilities = ["open_weights", "tools"] },
        Lines.Of("together", "meta/llama-9", 0.9m, 0.9m) with { Capabilities = ["open_weights"] },
        Lines.Of("elevenlabs", "voice-1 / voice-2", 1), Lines.Of("mistral", "mistral-9 (2604)", 3, 3),
    ], []);

    [Theory]
    [InlineData("openai", "gpt-9", "openai", true)]
    [InlineData("openai", "GPT-9", "openai", true)]
    [InlineData("openai", "gpt-9-2026-01-31", "openai", true)]
    [InlineData("anthropic", "claude-9-20260131", "anthropic", true)]
    [InlineData("anthropic", "claude-9@20260131", "anthropic", true)]
    [InlineData("google", "models/gemini-9", "google", true)]
    [InlineData(null, "openai/gpt-9", "openai", true)]
    [InlineData(null, "anthropic/claude-9-20260131", "anthropic", true)]
    [InlineData(null, "gpt-9", "openai", true)]
    [InlineData("groq", "meta/llama-9", "groq", true)]
    [InlineData("together", "meta/llama-9", "together", true)]
    [InlineData(null, "meta/llama-9", "groq", false)]
    [InlineData(null, "llama-9", "groq", false)]
    [InlineData("groq", "gpt-9", "openai", false)]
    [InlineData("elevenlabs", "voice-2", "elevenlabs", true)]
    [InlineData("mistral", "mistral-9", "mistral", true)]
    public void A_model_is_found_by_every_way_of_writing_it_and_costs_only_what_its_seller_asks(string? seller, string model, string found, bool isPriced)
    {
        var match = Some.Find(seller, model)!;
        Assert.Equal((found, isPriced), (match.Entry.Provider, match.IsPriced));
    }

    [Theory]
    [InlineData("openai", "gpt-9-mini")]
    [InlineData("openai", "gpt-9-2026-13-31")]
    [InlineData(null, "gpt")]
    [InlineData(null, "openai/")]
    [InlineData(null, "/")]
    [InlineData(null, "")]
    public void What_is_not_listed_is_not_known(string? seller, string model) => Assert.Null(Some.Find(seller, model));

    [Fact]
    public void The_price_of_an_ordinary_request_goes_before_those_of_special_cases()
    {
        var entry = new CatalogueEntry([
            Lines.Of("openai", "m", 20) with { Condition = "input_tokens>272000 (whole request)" }, Lines.Of("openai", "m", 40) with { Condition = "speed=fast" },
            Lines.Of("openai", "m", 5) with { Condition = "batch" }, Lines.Of("openai", "m", 10) with { Condition = "input_tokens<=272000" },
            Lines.Of("openai", "m") with { Unit = "image", UnitPrice = 1 }]);
        Assert.Equal(10, entry.PriceAt(Now)!.Input);
        Assert.Null(new CatalogueEntry([Lines.Of("openai", "m", 5) with { Condition = "batch" }]).PriceAt(Now));
        Assert.Null(new CatalogueEntry([Lines.Of("openai", "m")]).PriceAt(Now));
    }

    [Fact]
    public void Among_equals_the_newest_in_force_counts_then_the_surest_then_the_latest_seen()
    {
        var dated = new CatalogueEntry([Lines.Of("o", "m", 1), Lines.Of("o", "m", 2) with { From = Lines.Day(2026, 6, 1) }, Lines.Of("o", "m", 3) with { From = Lines.Day(2027, 1, 1) }]);
        Assert.Equal((1m, 2m, 3m), (dated.PriceAt(Lines.Day(2026, 5, 31))!.Input!.Value, dated.PriceAt(Now)!.Input!.Value, dated.PriceAt(Lines.Day(2027, 1, 1))!.Input!.Value));
        var sure = new CatalogueEntry([Lines.Of("o", "m", 1) with { Confidence = "D", AsOf = "2026-11" }, Lines.Of("o", "m", 2) with { Confidence = "A", AsOf = "2025" }]);
        Assert.Equal(2, sure.PriceAt(Now)!.Input);
    }

    [Fact]
    public void An_operators_line_counts_before_newer_ones_that_Parley_came_with()
    {
        var seed = Lines.Of("openai", "m", 9, 9) with { From = Lines.Day(2026, 10, 1), Context = 100 };
        var entry = Assert.Single(new ModelCatalogue([seed], [Lines.Of("openai", "m", 1, 2)]).Entries);
        Assert.Equal((1m, true, 100L), (entry.PriceAt(Now)!.Input!.Value, entry.PriceAt(Now)!.IsImported, entry.Context!.Value));
        Assert.Equal(7, Assert.Single(new ModelCatalogue([seed], [seed with { Input = 7 }]).Entries).PriceAt(Now)!.Input);
    }

    [Theory]
    [InlineData("openai", "https://whatever.example/v1", "openai")]
    [InlineData("gemini", null, "google")]
    [InlineData("mine", "https://api.openai.com/v1", "openai")]
    [InlineData("mine", "https://generativelanguage.googleapis.com", "google")]
    [InlineData("mine", "https://acme.openai.azure.com/openai/v1", "openai")]
    [InlineData("mine", "https://api.together.xyz/v1", "together")]
    [InlineData("openrouter", "https://openrouter.ai/api/v1", null)]
    [InlineData("mine", "http://127.0.0.1:8000/v1", null)]
    [InlineData("demo", null, null)]
    public void A_provider_is_known_by_its_name_or_its_address(string name, string? url, string? seller) => Assert.Equal(seller,
        SellerOf.Provider(new UpstreamConfig { Name = name, Kind = "chat", BaseUrl = url is null ? null : new Uri(url) }, Some));

    [Fact]
    public void What_is_not_known_of_a_model_is_null_never_0()
    {
        var target = new ModelKnowledge(Some, [], Now).Complete(new UpstreamTarget(new UpstreamConfig { Name = "x", Kind = "chat" }, "mystery"), "mystery");
        Assert.Equal((null, null, null, null, null), (target.InputPrice, target.OutputPrice, target.ContextWindow, target.MaxOutputTokens, target.Capabilities));
    }

    [Fact]
    public void Prices_in_other_currencies_or_units_are_no_dollars_a_million_tokens()
    {
        var catalogue = new ModelCatalogue([Lines.Of("acme", "euro", 1, 2) with { Currency = "EUR" }, Lines.Of("acme", "spoken") with { Unit = "minute", UnitPrice = 1 }], []);
        var knowledge = new ModelKnowledge(catalogue, [], Now);
        foreach (var model in new[] { "euro", "spoken" })
            Assert.Null(knowledge.Complete(new UpstreamTarget(new UpstreamConfig { Name = "acme", Kind = "chat" }, model), model).InputPrice);
    }

    [Fact]
    public void Words_become_the_engines_flags() => Assert.Equal(
        ModelCapabilities.Vision | ModelCapabilities.Tools | ModelCapabilities.StructuredOutput, Capability.ToFlags(["vision", "tools", "structured_output", "fim"]));

    [Fact]
    public void The_calendar_wakes_when_a_price_changes_and_not_before()
    {
        var knowledge = new ModelKnowledge(new ModelCatalogue([Lines.Of("o", "m", 1) with { To = Lines.Day(2027, 1, 1) }], []), [], Lines.Day(2026, 12, 31));
        Assert.Equal(TimeSpan.FromHours(2), PriceCalendar.Wait(knowledge, Lines.Day(2027, 1, 1).AddHours(-2)));
        Assert.Equal(TimeSpan.Zero, PriceCalendar.Wait(knowledge, Lines.Day(2027, 1, 1)));
        Assert.Equal(TimeSpan.FromHours(12), PriceCalendar.Wait(new ModelKnowledge(Some, [], Now), Now));
    }
}
