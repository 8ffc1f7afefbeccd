using System.Text.Json;
using Parley.Gateway.Routing;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Tests.Providers;

public sealed class ProviderRulesTests
{
    private const string Good = """{"name":"acme","kind":"chat","baseUrl":"https://api.acme.example/v1","apiKeys":["sk-1234567890ab"]}""";

    [Theory]
    [InlineData("name", """{"name":""}""")]
    [InlineData("name", """{"name":"Acme"}""")]
    [InlineData("name", """{"name":"-acme"}""")]
    [InlineData("name", """{"name":"a b"}""")]
    [InlineData("name", """{"name":"acme\n"}""")]
    [InlineData("name", """{"name":"a/b"}""")]
    [InlineData("name", """{"name":"demo"}""")]
    [InlineData("name", """{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""")]
    [InlineData("kind", """{"kind":""}""")]
    [InlineData("kind", """{"kind":"demo"}""")]
    [InlineData("kind", """{"kind":"vertex"}""")]
    [InlineData("baseUrl", """{"kind":"gemini","baseUrl":"https://generativelanguage.googleapis.com/v1beta/openai"}""")]
    [InlineData("baseUrl", """{"kind":"gemini","baseUrl":"https://generativelanguage.googleapis.com/v1beta/models"}""")]
    [InlineData("kind", """{"kind":"Chat"}""")]
    [InlineData("baseUrl", """{"baseUrl":""}""")]
    [InlineData("baseUrl", """{"baseUrl":"api.acme.example/v1"}""")]
    [InlineData("baseUrl", """{"baseUrl":"/v1"}""")]
    [InlineData("baseUrl", """{"baseUrl":"ftp://api.acme.example"}""")]
    [InlineData("baseUrl", """{"baseUrl":"file:///etc/passwd"}""")]
    [InlineData("baseUrl", """{"baseUrl":"https://user:pass@api.acme.example"}""")]
    [InlineData("baseUrl", """{"baseUrl":"https://api.acme.example/v1?api-version=1"}""")]
    [InlineData("baseUrl", """{"baseUrl":"https://api.acme.example/v1?"}""")]
    [InlineData("baseUrl", """{"baseUrl":"https://api.acme.example/v1#x"}""")]
    [InlineData("baseUrl", """{"baseUrl":"https://api.acme.example/v1/chat/completions"}""")]
    [InlineData("baseUrl", """{"kind":"messages","baseUrl":"https://api.acme.example/v1/"}""")]
    [InlineData("baseUrl", """{"baseUrl":"http://localhost:1234/v1"}""")]
    [InlineData("baseUrl", """{"baseUrl":"http://LOCALHOST./v1"}""")]
    [InlineData("baseUrl", """{"baseUrl":"http://a.localhost/v1"}""")]
    [InlineData("baseUrl", """{"baseUrl":"http://127.0.0.1/v1"}""")]
    [InlineData("baseUrl", """{"baseUrl":"http://2130706433/v1"}""")]
    [InlineData("baseUrl", """{"baseUrl":"http://0x7f.0.0.1/v1"}""")]
    [InlineData("baseUrl", """{"baseUrl":"http://169.254.169.254/latest"}""")]
    [InlineData("baseUrl", """{"baseUrl":"http://[::1]/v1"}""")]
    [InlineData("baseUrl", """{"baseUrl":"http://[::ffff:10.0.0.1]/v1"}""")]
    [InlineData("baseUrl", """{"baseUrl":"http://192.168.1.1/v1"}""")]
    [InlineData("apiKeys[0]", """{"apiKeys":[""]}""")]
    [InlineData("apiKeys[0]", """{"apiKeys":["sk with blank"]}""")]
    [InlineData("apiKeys[0]", """{"apiKeys":["sk-\r\nx-injected: 1"]}""")]
    [InlineData("apiKeys[0]", """{"apiKeys":["schlüssel"]}""")]
    [InlineData("apiKeys", """{"apiKeys":["sk-1","sk-1"]}""")]
    [InlineData("models[0].id", """{"models":[{}]}""")]
    [InlineData("models[0].id", """{"models":[{"id":""}]}""")]
    [InlineData("models[0].id", """{"models":[{"id":" m"}]}""")]
    [InlineData("models[1].id", """{"models":[{"id":"m"},{"id":"m","upstreamName":"n"}]}""")]
    [InlineData("models[0].upstreamName", """{"models":[{"id":"m","upstreamName":""}]}""")]
    [InlineData("resilience.maxRetries", """{"resilience":{"maxRetries":-1}}""")]
    [InlineData("resilience.maxRetries", """{"resilience":{"maxRetries":11}}""")]
    [InlineData("resilience.connectTimeoutMs", """{"resilience":{"connectTimeoutMs":0}}""")]
    [InlineData("resilience.firstByteTimeoutMs", """{"resilience":{"firstByteTimeoutMs":2147483647}}""")]
    [InlineData("resilience.idleTimeoutMs", """{"resilience":{"idleTimeoutMs":1}}""")]
    [InlineData("resilience.probeIntervalMs", """{"resilience":{"probeIntervalMs":0}}""")]
    [InlineData("resilience.probeTimeoutMs", """{"resilience":{"probeTimeoutMs":60001}}""")]
    [InlineData("limits.concurrency", """{"limits":{"concurrency":-1}}""")]
    [InlineData("limits.requestsPerMinute", """{"limits":{"requestsPerMinute":-1}}""")]
    [InlineData("limits.tokensPerMinute", """{"limits":{"tokensPerMinute":-1}}""")]
    [InlineData("cancelPolicy", """{"cancelPolicy":"sometimes"}""")]
    public void A_bad_value_is_refused_and_named(string field, string change)
    {
        var errors = new FieldErrors();
        Assert.Null(ProviderRules.Check(Merge(change), ProviderOrigin.Operator, errors));
        Assert.Equal([field], errors.ToDictionary().Keys);
        Assert.DoesNotContain("sk-", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var errors = new FieldErrors();
        Assert.Null(ProviderRules.Check(new ProviderInput { CancelPolicy = "x" }, ProviderOrigin.Operator, errors));
        Assert.Equal(["baseUrl", "cancelPolicy", "kind", "name"], errors.ToDictionary().Keys.Order());
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("gemini")]
    public void Every_kind_passes(string kind)
    {
        var errors = new FieldErrors();
        Assert.Equal(kind, ProviderRules.Check(Merge($$"""{"kind":"{{kind}}"}"""), ProviderOrigin.Operator, errors)?.Kind);
    }

    [Theory]
    [InlineData("http://localhost:11434/v1/", "http://localhost:11434/v1")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("http://[fd00::1]:8000/v1", "http://[fd00::1]:8000/v1")]
    public void Private_addresses_pass_when_allowed(string url, string stored)
    {
        var input = Merge("""{"allowPrivateNetwork":true}""");
        input.BaseUrl = url;
        var errors = new FieldErrors();
        Assert.Equal(stored, ProviderRules.Check(input, ProviderOrigin.Operator, errors)?.BaseUrlText);
    }

    [Fact]
    public void A_good_one_becomes_an_upstream_with_the_engines_defaults()
    {
        var upstream = ProviderRules.Check(Merge("{}"), ProviderOrigin.Operator, new FieldErrors())!.ToUpstream();
        Assert.Equal(("acme", "chat", 2, 5.0), (upstream.Name, upstream.Kind, upstream.MaxRetries, upstream.ConnectTimeout.TotalSeconds));
        Assert.Equal("sk-1234567890ab", upstream.Credentials[0].Key.Reveal());
        Assert.True(upstream.TakesAnyModel);
        Assert.Empty(upstream.ModelPrefixes);
    }

    [Fact]
    public void Switches_and_limits_reach_the_engine_and_zero_is_no_limit()
    {
        var definition = ProviderRules.Check(
            Merge("""{"resilience":{"breaker":false,"probe":false,"probeIntervalMs":1500,"probeTimeoutMs":700},"limits":{"concurrency":3,"requestsPerMinute":60,"tokensPerMinute":0}}"""),
            ProviderOrigin.Operator, new FieldErrors())!;
        var upstream = definition.ToUpstream();
        Assert.False(upstream.Breaker);
        Assert.Equal(new UpstreamLimits(3, 60), upstream.Limits);
        Assert.Equal((false, 1.5, 0.7), (definition.Probe, definition.ProbeInterval.TotalSeconds, definition.ProbeTimeout.TotalSeconds));
        var plain = ProviderRules.Check(Merge("{}"), ProviderOrigin.Operator, new FieldErrors())!;
        Assert.Equal((true, 30.0, 5.0), (plain.Probe, plain.ProbeInterval.TotalSeconds, plain.ProbeTimeout.TotalSeconds));
        Assert.Equal((true, new UpstreamLimits()), (plain.ToUpstream().Breaker, plain.ToUpstream().Limits));
        Assert.False(plain.Asks(definition));
    }

    private static ProviderInput Merge(string change)
    {
        var merged = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Good)!;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(change)!) merged[name] = value;
        return JsonSerializer.Deserialize<ProviderInput>(JsonSerializer.Serialize(merged), StrictJson.Options)!;
    }
}
