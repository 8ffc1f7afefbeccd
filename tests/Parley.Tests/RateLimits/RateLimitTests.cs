using System.Diagnostics;
using System.Globalization;
using System.Net;
using Parley.Tests.Reliability;

namespace Parley.Tests.RateLimits;

/// <summary>Limits of keys, as their clients see them.</summary>
[Collection(BesideOthers.Wishes), Trait("Pace", "slow")]
public sealed class RateLimitTests(ReliabilityStage stage)
{
    public static TheoryData<string, bool> Ways => [.. new[] { "chat", "messages", "responses" }.SelectMany(f => new[] { (f, false), (f, true) })];

    [Theory, MemberData(nameof(Ways))]
    public async Task Whoever_waits_as_long_as_told_is_admitted(string format, bool stream)
    {
        using var key = await LimitedKey.CreateAsync(stage, "\"requestsPerMinute\":40");
        WireAnswer answer;
        var admitted = 0;
        var watch = Stopwatch.StartNew();
        while ((answer = await key.AskAsync(format, stream: stream)).Status == 200) admitted++;
        Assert.InRange(admitted, 40, 41 + (int)(watch.Elapsed.TotalMinutes * 40));
        Assert.Equal(429, answer.Status);
        Assert.NotNull(answer.Error);
        await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value);
        Assert.True((await key.AskAsync(format, stream: stream)).IsComplete);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task What_is_left_stands_in_the_headers_of_the_callers_vendor(string format, bool stream)
    {
        using var key = await LimitedKey.CreateAsync(stage, "\"requestsPerMinute\":2,\"tokensPerMinute\":100000");
        for (var left = 1; left >= -1; left--)
        {
            var answer = await key.AskAsync(format, stream: stream);
            Assert.Equal(left < 0 ? 429 : 200, answer.Status);
            var prefix = format == "messages" ? "anthropic-ratelimit" : "x-ratelimit";
            string Name(string what, string unit) => format == "messages" ? $"{prefix}-{unit}-{what}" : $"{prefix}-{what}-{unit}";
            Assert.Equal(2, LimitedKey.Number(answer.Headers, Name("limit", "requests")));
            Assert.Equal(Math.Max(0, left), LimitedKey.Number(answer.Headers, Name("remaining", "requests")));
            Assert.Equal(100_000, LimitedKey.Number(answer.Headers, Name("limit", "tokens")));
            Assert.InRange(LimitedKey.Number(answer.Headers, Name("remaining", "tokens")), 80_000, 100_000);
            var reset = answer.Headers.GetValues(Name("reset", "requests")).Single();
            if (format == "messages") Assert.InRange(DateTimeOffset.ParseExact(reset, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(61));
            else Assert.Matches(@"^(\d+s|1m0s)$", reset);
            // The vendor's own are about the operator's account; this caller has its own.
            Assert.DoesNotContain(answer.Headers, h => h.Value.Contains("9999"));
        }
    }

    [Fact]
    public async Task A_key_without_limits_sees_the_vendors()
    {
        Assert.Equal("9999", (await stage.AskAsync(new("chat", "chat/n3", false))).Headers.GetValues("x-ratelimit-remaining-requests").Single());
        using var key = await LimitedKey.CreateAsync(stage, "\"concurrency\":3");
        Assert.Equal("9999", (await key.AskAsync()).Headers.GetValues("x-ratelimit-remaining-requests").Single());
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task What_a_call_used_is_what_is_gone(string format, bool stream)
    {
        using var key = await LimitedKey.CreateAsync(stage, "\"tokensPerMinute\":60000");
        var watch = Stopwatch.StartNew();
        // The vendor says that it used 20,007, which is neither what the body's length nor what its longest answer let expect.
        Assert.True((await key.AskAsync(format, "chat/pt20000-n7", stream)).IsComplete);
        var next = await key.AskAsync(format);
        var left = LimitedKey.Number(next.Headers, format == "messages" ? "anthropic-ratelimit-tokens-remaining" : "x-ratelimit-remaining-tokens");
        // The second one came whole, so it is settled too: a few tokens.
        Assert.InRange(left, 60_000 - 20_007 - 100, 60_000 - 20_007 + (long)watch.Elapsed.TotalSeconds * 1000 + 1000);
    }

    [Fact]
    public async Task A_key_that_spent_its_tokens_waits_until_the_debt_is_worked_off()
    {
        using var key = await LimitedKey.CreateAsync(stage, "\"tokensPerMinute\":3000");
        Assert.True((await key.AskAsync(model: "chat/pt3100-n7")).IsComplete);
        var refused = await key.AskAsync();
        Assert.Equal(429, refused.Status);
        Assert.Contains("3000 tokens a minute", refused.ErrorMessage, StringComparison.Ordinal);
        await Task.Delay(refused.Headers.RetryAfter!.Delta!.Value);
        Assert.True((await key.AskAsync()).IsComplete);
    }

    [Fact]
    public async Task A_running_stream_holds_its_place_until_its_client_leaves()
    {
        using var key = await LimitedKey.CreateAsync(stage, "\"concurrency\":2");
        using var one = await key.BeginAsync("chat/n500-itl20");
        using (await key.BeginAsync("messages/n500-itl20", "messages"))
        {
            var refused = await key.AskAsync();
            Assert.Equal((429, TimeSpan.FromSeconds(1)), (refused.Status, refused.Headers.RetryAfter!.Delta));
            Assert.Contains("2 requests at the same time", refused.ErrorMessage, StringComparison.Ordinal);
        }

        await AdmittedAsync(key);
        for (var i = 0; i < 5; i++) Assert.True((await key.AskAsync(stream: i % 2 == 0)).IsComplete);
    }

    [Fact]
    public async Task Answers_that_fail_give_their_place_back()
    {
        using var key = await LimitedKey.CreateAsync(stage, "\"concurrency\":1");
        foreach (var model in new[] { "chat/err500", "chat/err429-ra7", "chat/drop2-n9", "chat/badjson", "messages/err529", "no-such-model", "chat/errinside200" })
        {
            foreach (var stream in new[] { true, false })
            {
                Assert.False((await key.AskAsync(model: model, stream: stream)).IsComplete, model);
                Assert.True((await key.AskAsync()).IsComplete, model);
            }
        }
    }

    [Fact]
    public async Task A_stream_that_goes_on_without_its_client_keeps_its_place()
    {
        using var key = await LimitedKey.CreateAsync(stage, "\"concurrency\":1");
        (await key.BeginAsync("chat/n60-itl50", "chat", ("x-parley-resumable", "true"))).Dispose();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await key.BeginAsync("chat/n3")).StatusCode);
        await AdmittedAsync(key);
    }

    [Fact]
    public async Task A_changed_limit_holds_for_the_next_request()
    {
        using var key = await LimitedKey.CreateAsync(stage, "\"requestsPerMinute\":1");
        Assert.Equal(200, (await key.AskAsync()).Status);
        Assert.Equal(429, (await key.AskAsync()).Status);
        await key.ChangeAsync("""{"limits":null}""");
        for (var i = 0; i < 10; i++) Assert.Equal(200, (await key.AskAsync()).Status);
        await key.ChangeAsync("""{"limits":{"concurrency":1,"requestsPerMinute":600}}""");
        using (await key.BeginAsync("chat/n500-itl20")) Assert.Equal(429, (await key.AskAsync()).Status);
        (await stage.Parley.RunAsync(["keys", "set", key.Id, "--concurrency", "none", "--requests-per-minute", "none"])).Expect();
        var watch = Stopwatch.StartNew();
        while ((await key.AskAsync()).Headers.Contains("x-ratelimit-limit-requests")) Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), "The server did not notice.");
    }

    [Theory, InlineData("chat", "x-ratelimit-limit-requests x-ratelimit-limit-tokens"), InlineData("messages", "anthropic-ratelimit-requests-limit anthropic-ratelimit-tokens-limit")]
    public async Task A_limit_that_was_taken_away_is_advertised_no_more(string format, string headers)
    {
        using var key = await LimitedKey.CreateAsync(stage, "\"requestsPerMinute\":7,\"tokensPerMinute\":50000");
        Assert.Equal(2, Limits(await key.AskAsync(format)));
        await key.ChangeAsync("""{"limits":{"requestsPerMinute":null}}""");
        Assert.Equal(1, Limits(await key.AskAsync(format)));
        await key.ChangeAsync("""{"limits":{"requestsPerMinute":7}}""");
        var again = await key.AskAsync(format);
        Assert.Equal((2, 6), (Limits(again), LimitedKey.Number(again.Headers, format == "chat" ? "x-ratelimit-remaining-requests" : "anthropic-ratelimit-requests-remaining")));
        int Limits(WireAnswer answer) => headers.Split(' ').Count(answer.Headers.Contains);
    }

    [Fact]
    public async Task Counting_tokens_takes_none()
    {
        using var key = await LimitedKey.CreateAsync(stage, "\"tokensPerMinute\":50");
        for (var i = 0; i < 20; i++)
        {
            using var request = WireCall.ToRequest("/v1/messages/count_tokens", $$"""{"model":"chat/n3","messages":[{"role":"user","content":"{{new string('x', 2000)}}"}]}""");
            using var response = await key.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_flood_beyond_the_limit_reaches_neither_the_vendor_nor_the_ledger()
    {
        using var key = await LimitedKey.CreateAsync(stage, "\"requestsPerMinute\":1");
        Assert.Equal(200, (await key.AskAsync()).Status);
        var calls = stage.Simulator.Stats.Posts;
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => key.AskAsync()));
        Assert.InRange(answers.Count(a => a.Status == 200), 0, 1);
        Assert.InRange(stage.Simulator.Stats.Posts - calls, 0, 1);
        var refused = answers.First(a => a.Status == 429);
        Assert.Null(await stage.Usage.FindAsync(refused.Id!));
    }

    private static async Task AdmittedAsync(LimitedKey key)
    {
        var watch = Stopwatch.StartNew();
        while ((await key.AskAsync()).Status == 429)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), "The place was not given back.");
            await Task.Delay(20);
        }
    }
}
