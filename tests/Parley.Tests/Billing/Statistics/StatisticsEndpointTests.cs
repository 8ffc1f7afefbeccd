using System.Net;
using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Billing.Statistics;

public sealed class StatisticsEndpointTests
{
    private const string March = "since=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task Requests_tokens_errors_times_and_speed_are_told_by_provider_and_model_rolled_up_or_not(bool postgres)
    {
        await using var stage = await StatisticsStage.StartAsync(postgres);
        for (var i = 1; i <= 100; i++)
        {
            var number = i;
            await stage.SettleAsync($"ok{i}", intent => intent with { Stream = true, At = Noon.AddMinutes(number) }, settlement => settlement with
            {
                Provider = "acme", Model = "m-1", Attempts = 1, Usage = new Usage(Input: 10, CacheRead: 2, Output: 101), FirstToken = TimeSpan.FromMilliseconds(number), Total = TimeSpan.FromMilliseconds(number + 1000),
            });
        }

        for (var i = 0; i < 4; i++)
        {
            await stage.SettleAsync($"bad{i}", intent => intent, settlement => settlement with
            {
                Provider = "acme", Model = "m-2", Outcome = CallOutcome.Failed, Error = i < 3 ? "rate_limited" : "upstream_timeout", Usage = null, FirstToken = null, Attempts = 3,
            });
        }

        await stage.SettleAsync("gone", intent => intent, settlement => settlement with { Provider = "acme", Model = "m-2", Outcome = CallOutcome.Cancelled, Error = "client_closed", Usage = null, Attempts = 1 });
        await stage.SettleAsync("hit", intent => intent, settlement => settlement with { Provider = "acme", Model = "m-1", IsCached = true, Attempts = 0 });
        await stage.SettleAsync("elsewhere", intent => intent, settlement => settlement with { Provider = "other", Model = "o" });
        await stage.SettleAsync("nowhere", intent => intent, settlement => settlement with { Provider = null, Model = null, Outcome = CallOutcome.Failed, Error = "unavailable", Usage = null });

        var raw = await stage.GetAsync("providers/stats?" + March);
        Assert.True(await stage.RollUpAsync() >= 2);
        Assert.Equal(raw.ToString(), (await stage.GetAsync("providers/stats?" + March)).ToString());

        Assert.Equal(["acme", "other"], raw.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("provider").GetString()));
        var acme = await stage.GetAsync("providers/acme/stats?" + March);
        Assert.Equal(raw.GetProperty("items")[0].ToString(), acme.ToString());
        Assert.Equal((105, 1, 113), (Number(acme, "requests"), Number(acme, "cached"), Number(acme, "attempts")));
        Assert.Equal((100, 1, 4), (Number(acme, "outcomes", "completed"), Number(acme, "outcomes", "cancelled"), Number(acme, "outcomes", "failed")));
        Assert.Equal(["completed", "cancelled", "failed"], acme.GetProperty("outcomes").EnumerateObject().Select(o => o.Name));
        Assert.Equal(0.038095, acme.GetProperty("errorRate").GetDouble());
        Assert.Equal((3, 1), (Number(acme, "errors", "rate_limited", "count"), Number(acme, "errors", "upstream_timeout", "count")));
        Assert.Equal((1000, 200, 10100), (Number(acme, "tokens", "input"), Number(acme, "tokens", "cacheRead"), Number(acme, "tokens", "output")));
        foreach (var (name, exact) in new[] { ("p50", 50), ("p90", 90), ("p95", 95), ("p99", 99) })
        {
            Assert.InRange(acme.GetProperty("firstTokenMs").GetProperty(name).GetDouble(), exact * 0.984, exact * 1.016);
            Assert.InRange(acme.GetProperty("totalMs").GetProperty(name).GetDouble(), (1000 + exact) * 0.984, (1000 + exact) * 1.016);
        }

        Assert.Equal(100, acme.GetProperty("tokensPerSecond").GetDouble());
        Assert.Equal(["m-1", "m-2"], acme.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("model").GetString()));
        Assert.Equal(JsonValueKind.Null, acme.GetProperty("models")[1].GetProperty("firstTokenMs").ValueKind);
        Assert.False(acme.TryGetProperty("cost", out _));
    }

    [Fact]
    public async Task Cost_is_exact_where_every_price_is_known_and_absent_where_one_is_not()
    {
        var acme = StatisticsStage.Upstream("acme");
        var routes = new RouteSnapshot([acme], [new Route("fast", [new UpstreamTarget(acme, "m-1") { InputPrice = 0.15m, OutputPrice = 0.60m }]), new Route("free", [new UpstreamTarget(acme, "m-3")])]);
        await using var stage = await StatisticsStage.StartAsync(postgres: false, routes);
        await stage.SettleAsync("a", intent => intent, settlement => settlement with { Provider = "acme", Model = "m-1", Usage = new Usage(Input: 1001, Output: 7, Reasoning: 3) });
        var priced = await stage.GetAsync("providers/acme/stats?" + March);
        Assert.Equal(("0.00015615", "USD"), (priced.GetProperty("cost").GetString(), priced.GetProperty("currency").GetString()));

        await stage.SettleAsync("b", intent => intent with { At = Noon.AddMinutes(1) }, settlement => settlement with { Provider = "acme", Model = "m-1", Usage = new Usage(Input: 1, CacheRead: 5) });
        await stage.SettleAsync("c", intent => intent, settlement => settlement with { Provider = "acme", Model = "m-3", Usage = new Usage(Input: 1) });
        var all = await stage.GetAsync("providers/acme/stats?" + March);
        Assert.False(all.TryGetProperty("cost", out _));
        Assert.Equal(["m-1", "m-3"], all.GetProperty("unpriced").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(["cacheRead"], all.GetProperty("models")[0].GetProperty("unpriced").EnumerateArray().Select(m => m.GetString()));
    }

    [Fact]
    public async Task Calls_that_were_answered_whole_have_first_token_times_too()
    {
        await using var stage = await StatisticsStage.StartAsync(postgres: false);
        await stage.SettleAsync("a", intent => intent, settlement => settlement with { Provider = "acme", Usage = new Usage(Output: 50), FirstToken = TimeSpan.FromSeconds(1), Total = TimeSpan.FromSeconds(1) });
        await stage.SettleAsync("b", intent => intent with { Operation = LlmOperation.CountTokens }, settlement => settlement with { Provider = "acme", Usage = null, Total = TimeSpan.FromMilliseconds(1) });
        var acme = await stage.GetAsync("providers/acme/stats?" + March);
        Assert.Equal(2, Number(acme, "requests"));
        Assert.InRange(acme.GetProperty("firstTokenMs").GetProperty("p50").GetDouble(), 984, 1016); // counting tokens does not count
        Assert.Equal(50, acme.GetProperty("tokensPerSecond").GetDouble());
    }

    [Fact]
    public async Task Windows_end_where_they_are_told_to()
    {
        await using var stage = await StatisticsStage.StartAsync(postgres: false);
        foreach (var (id, at) in new[] { ("a", Noon), ("b", Noon.AddHours(1)), ("c", DateTimeOffset.UtcNow.AddMinutes(-10)), ("d", DateTimeOffset.UtcNow.AddHours(-3)) })
            await stage.SettleAsync(id, intent => intent with { At = at }, settlement => settlement with { Provider = "acme" });
        foreach (var (query, expected) in new[]
        {
            (March, 2), ("since=2026-03-01T12:00:00Z&until=2026-03-01T13:00:00Z", 1), ("since=2026-03-01T13:00:00%2B01:00&until=2026-03-01T13:00:00.001Z", 2),
            ("", 2), ("window=15m", 1), ("window=1h", 1), ("window=24h", 2), ("window=7d", 2), ("window=30d", 2), ("since=2026-03-01T00:00:00Z", 4),
        })
        {
            Assert.Equal((query, expected), (query, Number(await stage.GetAsync("providers/acme/stats?" + query), "requests")));
        }
    }

    [Theory]
    [InlineData("window=2h", "window")]
    [InlineData("window=1h&since=2026-03-01T00:00:00Z", "window")]
    [InlineData("since=yesterday", "since")]
    [InlineData("since=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z", "until")]
    [InlineData("until=2026-03-01T00:00:00Z&until=2026-03-01T00:00:00Z", "until")]
    [InlineData("colour=red", "colour")]
    [InlineData("limit=0", "limit")]
    public async Task A_value_that_cannot_be_used_is_named(string query, string field)
    {
        await using var stage = await StatisticsStage.StartAsync(postgres: false);
        var (status, problem) = await stage.AskAsync("providers/stats?" + query);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        // And nothing else is: a window that is not known says nothing of an end that nobody gave.
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task An_unknown_provider_is_not_found_one_without_calls_has_zeros_and_strangers_learn_nothing()
    {
        await using var stage = await StatisticsStage.StartAsync(postgres: false);
        Assert.Equal(HttpStatusCode.NotFound, (await stage.AskAsync("providers/nobody/stats")).Status);
        var demo = await stage.GetAsync("providers/demo/stats");
        Assert.Equal((0, JsonValueKind.Null), (Number(demo, "requests"), demo.GetProperty("errorRate").ValueKind));
        Assert.Equal(0, (await stage.GetAsync("providers/stats")).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.Unauthorized, (await stage.AskAsync("providers/stats", admin: false)).Status);
    }

    [Fact]
    public async Task The_list_comes_in_pages()
    {
        await using var stage = await StatisticsStage.StartAsync(postgres: false);
        foreach (var name in new[] { "c", "a", "b" }) await stage.SettleAsync(name, intent => intent, settlement => settlement with { Provider = name });
        var first = await stage.GetAsync($"providers/stats?{March}&limit=2");
        var second = await stage.GetAsync($"providers/stats?{March}&limit=2&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal(["a", "b", "c"], first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(p => p.GetProperty("provider").GetString()));
        Assert.Null(second.GetProperty("next").GetString());
    }

    [Fact]
    public async Task Every_caller_learns_how_fast_the_models_are_over_all_that_serve_them()
    {
        var (one, two) = (StatisticsStage.Upstream("one"), StatisticsStage.Upstream("two"));
        var routes = new RouteSnapshot([one, two], [new Route("fast", [new UpstreamTarget(one, "m-1"), new UpstreamTarget(two, "m-2")]), new Route("idle", [new UpstreamTarget(one, "m-3")])]);
        await using var stage = await StatisticsStage.StartAsync(postgres: false, routes);
        var now = DateTimeOffset.UtcNow;
        foreach (var (id, ago, provider, model, ms) in new[] { ("a", 10, "one", "m-1", 100), ("b", 20, "two", "m-2", 300), ("c", 300, "two", "m-2", 300), ("d", 10, "two", "m-1", 9000) })
        {
            await stage.SettleAsync(id, intent => intent with { At = now.AddMinutes(-ago), Stream = true }, settlement => settlement with
            {
                Provider = provider, Model = model, FirstToken = TimeSpan.FromMilliseconds(ms), Total = TimeSpan.FromMilliseconds(ms + 1000), Usage = new Usage(Output: 51),
            });
        }

        var (status, body) = await stage.AskAsync("chat/models/performance", admin: false);
        Assert.Equal(HttpStatusCode.OK, status);
        var items = body.GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!);
        Assert.Equal(["auto", "fast", "idle"], items.Keys.Order(StringComparer.Ordinal));
        var (fast, idle) = (items["fast"], items["idle"]);
        Assert.Equal((2, 3), (Number(fast, "lastHour", "answers"), Number(fast, "lastDay", "answers")));
        Assert.InRange(fast.GetProperty("lastHour").GetProperty("firstTokenMs").GetProperty("p50").GetDouble(), 98, 102);
        Assert.InRange(fast.GetProperty("lastHour").GetProperty("firstTokenMs").GetProperty("p95").GetDouble(), 295, 305);
        Assert.Equal(50, fast.GetProperty("lastHour").GetProperty("tokensPerSecond").GetDouble());
        Assert.Equal(JsonValueKind.Null, idle.GetProperty("lastDay").ValueKind);
    }

    private static long Number(JsonElement element, params string[] path) => path.Aggregate(element, (e, name) => e.GetProperty(name)).GetInt64();
}
