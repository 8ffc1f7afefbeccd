using System.Text.Json;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Pipeline;

/// <summary>Named routes over HTTP, from the caller's request to the usage record.</summary>
public sealed class NamedRouteTests : IAsyncLifetime
{
    private RouteStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await RouteStage.StartAsync();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    private UpstreamTarget Cheap => new(_stage.A, "small-up") { InputPrice = 0.1m, OutputPrice = 0.4m, ContextWindow = 8_000, Capabilities = ModelCapabilities.None };

    private UpstreamTarget Best => new(_stage.B, "large-up") { InputPrice = 3, OutputPrice = 15, ContextWindow = 200_000, Capabilities = ModelCapabilities.Tools | ModelCapabilities.Vision };

    private Route[] Models => [new("small", [Cheap]), new("large", [Best])];

    private Route Named(string name, string objective, RouteCondition? whenLarge = null) => new(name, [Cheap, Best])
    {
        Rule = new RouteRule { Objective = objective, Choices = [new RouteChoice("small", [Cheap]), new RouteChoice("large", [Best]) { When = whenLarge }] },
    };

    [Fact]
    public async Task A_routes_name_is_a_model_name_and_the_record_says_why()
    {
        _stage.Route([.. Models, Named("support", "cheapest")]);
        var (status, served, _) = await _stage.ChatAsync("support", "Hi");
        Assert.Equal((200, "a/small-up"), (status, served));
        Assert.Equal(["a/small-up"], _stage.Asked);
        var (intent, settlement) = Assert.Single(_stage.Records);
        Assert.Equal(("support", "support"), (intent.ModelAsked, intent.Route));
        Assert.StartsWith("cheapest: about $0.0002", settlement.RouteReason, StringComparison.Ordinal);
        Assert.EndsWith("; small at a over 1 other", settlement.RouteReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_record_says_who_answered_when_the_choice_failed()
    {
        _stage.Route([.. Models, Named("support", "cheapest")]);
        _stage.Broken.Add("a");
        var (status, served, _) = await _stage.ChatAsync("support", "Hi");
        Assert.Equal((200, "b/large-up"), (status, served));
        Assert.EndsWith("; small at a over 1 other; then large-up at b", Assert.Single(_stage.Records).Settlement.RouteReason, StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_models_concurrency_holds_for_a_route_too_until_its_answer_ends(bool stream)
    {
        var route = new Route("support", [Cheap]) { Rule = new RouteRule { Choices = [new RouteChoice("small", [Cheap])] } };
        _stage.Route([new("small", [Cheap]) { Limits = new(Concurrency: 1) }, route]);
        _stage.Delays["a"] = TimeSpan.FromSeconds(1);
        var body = $$"""{"model":"support","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""";
        var first = _stage.AskAsync("/v1/chat/completions", body);
        while (_stage.Asked.IsEmpty) await Task.Delay(5, TestContext.Current.CancellationToken);
        var refused = await _stage.AskAsync("/v1/chat/completions", body);
        Assert.False(first.IsCompleted); // otherwise this shows nothing
        Assert.Equal(429, refused.Status);
        Assert.Contains("'small' has reached its limit of 1 requests at the same time", refused.Body, StringComparison.Ordinal);
        Assert.Equal(429, (await _stage.ChatAsync("small", "Hi")).Status);
        Assert.Equal(200, (await first).Status);
        _stage.Delays.Clear();
        for (var i = 0; i < 3; i++) Assert.Equal(200, (await _stage.AskAsync("/v1/chat/completions", body)).Status);
    }

    [Fact]
    public async Task The_header_names_a_route_whatever_the_model_is()
    {
        _stage.Route([.. Models, Named("support", "quality")], ("help", "support"));
        foreach (var name in new[] { "support", "help" })
        {
            var (status, served, _) = await _stage.ChatAsync("small", "Hi", ("x-parley-route", name));
            Assert.Equal((200, "b/large-up"), (status, served));
        }

        Assert.All(_stage.Records, record => Assert.Equal(("small", "support"), (record.Intent.ModelAsked, record.Intent.Route)));
    }

    [Theory]
    [InlineData("/v1/chat/completions", "nothing"), InlineData("/v1/messages", "nothing"), InlineData("/v1/chat/completions", "small")]
    public async Task A_header_that_names_no_route_is_refused_with_its_name(string path, string name)
    {
        _stage.Route([.. Models]);
        var (status, _, body) = await _stage.AskAsync(path, """{"model":"small","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""", ("x-parley-route", name));
        Assert.Equal(404, status);
        Assert.Contains($"x-parley-route names '{name}'", body, StringComparison.Ordinal);
        Assert.Empty(_stage.Asked);
        Assert.Empty(_stage.Records);
    }

    [Theory, InlineData("0"), InlineData("-5"), InlineData("fast"), InlineData("1.5"), InlineData("600001"), InlineData(""), InlineData("99999999999")]
    public async Task A_first_token_time_that_is_none_is_refused(string value)
    {
        _stage.Route([.. Models]);
        var (status, _, body) = await _stage.ChatAsync("small", "Hi", ("x-parley-max-ttft-ms", value));
        Assert.Equal((400, "x-parley-max-ttft-ms"), (status, JsonElement.Parse(body).GetProperty("error").GetProperty("param").GetString()));
        Assert.Empty(_stage.Asked);
        Assert.Equal(200, (await _stage.ChatAsync("small", "Hi", ("x-parley-max-ttft-ms", "600000"))).Status);
    }

    [Fact]
    public async Task An_alias_is_resolved_and_a_change_holds_for_the_next_request()
    {
        _stage.Route([.. Models], ("default", "small"));
        Assert.Equal("a/small-up", (await _stage.ChatAsync("default", "Hi")).Served);
        _stage.Route([.. Models], ("default", "large"));
        Assert.Equal("b/large-up", (await _stage.ChatAsync("default", "Hi")).Served);
        Assert.All(_stage.Records, record => Assert.Equal(("default", null, null), (record.Intent.ModelAsked, record.Intent.Route, record.Settlement.RouteReason)));
    }

    [Fact]
    public async Task The_list_of_models_names_routes_and_aliases_as_parleys()
    {
        _stage.Route([.. Models, Named("support", "cheapest")], ("default", "small"));
        var (_, body) = await _stage.GetAsync("/v1/models");
        Assert.Equal(["auto parley", "default parley", "large b", "small a", "support parley"],
            body.GetProperty("data").EnumerateArray().Select(m => $"{m.GetProperty("id").GetString()} {m.GetProperty("owned_by").GetString()}"));
        Assert.Equal("support", (await _stage.GetAsync("/v1/models/support")).Body.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Conditions_look_at_tags_callers_needs_and_the_kind_of_request()
    {
        var conditions = new[]
        {
            new RouteCondition { Tags = ["gold"] }, new RouteCondition { Callers = ["k1"], Contexts = ["technical"] }, new RouteCondition { Needs = ModelCapabilities.Tools }, new RouteCondition { MinPromptTokens = 200 },
        };
        (string Body, string Tags)[] asks =
        [
            ("""{"model":"r","messages":[{"role":"user","content":"Hi"}]}""", "gold, x"),
            ("""{"model":"r","messages":[{"role":"user","content":"```c\nint a;\n``` what is this?"}]}""", ""),
            ("""{"model":"r","messages":[{"role":"user","content":"Weather?"}],"tools":[{"type":"function","function":{"name":"weather"}}]}""", ""),
            ($$"""{"model":"r","messages":[{"role":"user","content":"{{string.Concat(Enumerable.Repeat("blue sky ", 200))}}"}]}""", ""),
        ];
        for (var condition = 0; condition < conditions.Length; condition++)
        {
            // "large" is the best, and a choice only where its condition holds.
            _stage.Route([.. Models, Named("r", "quality", conditions[condition])]);
            for (var ask = 0; ask < asks.Length; ask++)
            {
                // What brings tools is technical, and never goes to "small", which has none.
                var (status, served, body) = await _stage.AskAsync("/v1/chat/completions", asks[ask].Body, ("x-parley-tags", asks[ask].Tags));
                if (ask == condition || (ask == 2 && condition == 1)) Assert.Equal((200, "b/large-up"), (status, served));
                else if (ask == 2) Assert.Equal((400, "unsupported_capability"), (status, JsonElement.Parse(body).GetProperty("error").GetProperty("code").GetString()));
                else Assert.Equal((200, "a/small-up"), (status, served));
            }
        }
    }

    [Theory]
    [InlineData("Hello!", "a/small-up", "auto: greeting (short): cheap and fast; small at a over 1 other")]
    [InlineData("Should I take the red or the blue one to the party?", "a/small-up", "auto: conversation (talk): cheap and fast; small at a over 1 other")]
    [InlineData("Fix this:\n```py\nprint(1\n```", "b/large-up", "auto: technical (code): the best; large at b over 1 other")]
    [InlineData("Write a poem about the sea", "b/large-up", "auto: creative (words): the best; large at b over 1 other")]
    public async Task Auto_looks_at_the_request_and_explains(string text, string served, string reason)
    {
        _stage.Route(Models);
        foreach (var path in new[] { "/v1/chat/completions", "/v1/messages", "/v1/responses" })
        {
            var body = path == "/v1/responses" ? JsonSerializer.Serialize(new { model = "auto", input = text, store = false })
                : JsonSerializer.Serialize(new { model = "auto", max_tokens = 50, messages = new[] { new { role = "user", content = text } } });
            var answer = await _stage.AskAsync(path, body);
            Assert.True(answer.Status == 200, answer.Body);
            Assert.Equal(served, answer.Served);
        }

        Assert.All(_stage.Records, record => Assert.Equal(("auto", "auto", reason), (record.Intent.ModelAsked, record.Intent.Route, record.Settlement.RouteReason)));
        Assert.Equal(3, _stage.Records.Count);
    }

    [Fact]
    public async Task Auto_sees_what_a_request_needs_and_the_callers_priority()
    {
        _stage.Route(Models);
        const string Picture = """{"model":"auto","messages":[{"role":"user","content":[{"type":"text","text":"Who is that?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}""";
        Assert.Equal("b/large-up", (await _stage.AskAsync("/v1/chat/completions", Picture)).Served);
        Assert.Equal("auto: conversation (talk): cheap and fast, needs vision; large at b", _stage.Records.Single().Settlement.RouteReason);
        Assert.Equal("a/small-up", (await _stage.ChatAsync("auto", "Write a poem", ("x-parley-tags", "priority:low"))).Served);
        Assert.Contains("low priority", _stage.Records.Last().Settlement.RouteReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_prompt_goes_to_who_can_take_it_and_to_nobody_who_cannot()
    {
        _stage.Route([.. Models, Named("r", "cheapest"), new Route("only-small", [Cheap]) { Rule = new RouteRule { Choices = [new RouteChoice("small", [Cheap])] } }]);
        var text = string.Concat(Enumerable.Repeat("blue sky ", 10_000));
        foreach (var model in new[] { "auto", "r" }) Assert.Equal("b/large-up", (await _stage.ChatAsync(model, text)).Served);
        Assert.StartsWith("auto: long (size)", _stage.Records.First().Settlement.RouteReason, StringComparison.Ordinal);
        foreach (var model in new[] { "small", "only-small" })
        {
            var (status, _, body) = await _stage.ChatAsync(model, text);
            Assert.Equal((400, "context_length_exceeded"), (status, JsonElement.Parse(body).GetProperty("error").GetProperty("code").GetString()));
            Assert.Contains("8,000 tokens", body, StringComparison.Ordinal);
        }

        Assert.All(_stage.Asked, asked => Assert.Equal("b/large-up", asked));
        Assert.DoesNotContain(_stage.Records, record => record.Intent.ModelAsked is "small" or "only-small" && record.Settlement.Usage is not null);
    }

    [Fact]
    public async Task Embeddings_and_pictures_have_routes_too()
    {
        _stage.Route([.. Models, Named("r", "cheapest")]);
        Assert.Equal("a/small-up", (await _stage.AskAsync("/v1/embeddings", """{"model":"r","input":"x"}""")).Served);
        Assert.Equal("a/small-up", (await _stage.AskAsync("/v1/images/generations", """{"model":"small","prompt":"x"}""", ("x-parley-route", "r"))).Served);
        Assert.All(_stage.Records, record => Assert.Equal("r", record.Intent.Route));
        Assert.Equal(400, (await _stage.AskAsync("/v1/embeddings", """{"model":"auto","input":"x"}""")).Status);
    }

    [Fact]
    public async Task Who_does_not_offer_what_is_asked_is_passed_over_while_another_one_does()
    {
        const string Embed = """{"model":"m","input":"x"}""";
        var anthropic = new UpstreamTarget(_stage.A with { Kind = "messages" }, "up");
        _stage.Route([new Route("m", [anthropic, new UpstreamTarget(_stage.B, "up")])]);
        var answer = await _stage.AskAsync("/v1/embeddings", Embed);
        Assert.Equal((200, "b/up", 1), (answer.Status, answer.Served, Assert.Single(_stage.Records).Settlement.Attempts));
        _stage.Route([new Route("m", [anthropic])]);
        var (status, _, body) = await _stage.AskAsync("/v1/embeddings", Embed);
        Assert.Equal(400, status);
        Assert.Contains("does not offer this operation (embeddings)", body, StringComparison.Ordinal);
        Assert.Equal(["b/up"], _stage.Asked);
    }

    [Fact]
    public async Task What_streams_teach_decides_who_is_the_fastest()
    {
        _stage.Route([.. Models, Named("r", "fastest")]);
        _stage.Delays["a"] = TimeSpan.FromMilliseconds(1500);
        const string Ask = """{"model":"r","stream":true,"messages":[{"role":"user","content":"Hi"}]}""";
        for (var i = 0; i < 30; i++) await _stage.AskAsync("/v1/chat/completions", Ask);
        var (a, b) = (_stage.Learned.Find("a", "small-up"), _stage.Learned.Find("b", "large-up"));
        Assert.True(a is null || a.FirstToken > TimeSpan.FromMilliseconds(1400), $"{a}");
        Assert.InRange(b!.FirstToken!.Value.TotalMilliseconds, 0.01, 1400);
        Assert.True(_stage.Asked.Count(asked => asked == "b/large-up") >= 15);
    }
}
