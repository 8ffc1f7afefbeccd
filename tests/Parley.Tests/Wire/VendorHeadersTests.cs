using Parley.Tests.Reliability;

namespace Parley.Tests.Wire;

/// <summary>What goes on to the caller of a vendor's response headers: its rate limits, and nothing that tells of the account.</summary>
[Collection(BesideOthers.Wishes), Trait("Pace", "slow")]
public sealed class VendorHeadersTests(ReliabilityStage stage)
{
    private static int _next;

    public static TheoryData<string, string, bool, int> Calls
    {
        get
        {
            var rows = new TheoryData<string, string, bool, int>();
            foreach (var format in new[] { "chat", "messages" })
                foreach (var kind in new[] { "chat", "messages" })
                    foreach (var status in new[] { 200, 429, 500 })
                        foreach (var stream in new[] { true, false }) rows.Add(format, kind, stream, status);
            return rows;
        }
    }

    [Theory, MemberData(nameof(Calls))]
    public async Task Rate_limits_are_passed_on_whatever_came_of_the_call(string format, string kind, bool stream, int status)
    {
        var model = status == 200 ? "n3" : $"err{status}-ra7";
        var answer = await stage.AskAsync(new(format, $"{kind}/{model}", stream));
        Assert.Equal(status == 500 ? 502 : status, answer.Status);
        Assert.Equal("9999", answer.Headers.GetValues(kind == "chat" ? "x-ratelimit-remaining-requests" : "anthropic-ratelimit-requests-remaining").Single());
        Assert.Equal("off", answer.Headers.GetValues("x-parley-cache").Single());
        if (status == 429) Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter!.Delta);
        foreach (var name in new[] { "openai-organization", "anthropic-organization-id", "openai-version", "openai-processing-ms", "server" }) Assert.False(answer.Headers.Contains(name), name);
        // Under the names in which the SDKs look for it stands the request's name here, not the vendor's.
        Assert.Equal(answer.Id, answer.Headers.GetValues(format == "chat" ? "x-request-id" : "request-id").Single());
        Assert.False(answer.Headers.Contains(format == "chat" ? "request-id" : "x-request-id"));
    }

    [Fact]
    public async Task Headers_that_cannot_be_sent_on_or_are_too_many_break_nothing()
    {
        var model = $"headers-{Interlocked.Increment(ref _next)}";
        var headers = new Dictionary<string, string>
        {
            ["content-type"] = "text/event-stream", ["set-cookie"] = "a=b", ["x-ratelimit-long"] = new string('x', 1000), ["x-ratelimit-empty"] = "",
            ["X-RateLimit-Reset-Tokens"] = "6m0s", ["openai-project"] = "proj_1", ["via"] = "1.1 somewhere",
        };
        for (var i = 0; i < 60; i++) headers[$"x-ratelimit-{i}"] = "1";
        stage.Simulator.Script(new() { Model = model, Body = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", Headers = headers });
        var answer = await stage.AskAsync(new("chat", $"chat/{model}", Stream: true));
        Assert.True(answer.IsComplete, answer.Body);
        Assert.Equal("6m0s", answer.Headers.GetValues("x-ratelimit-reset-tokens").Single());
        Assert.Equal(24, answer.Headers.Count(h => h.Key.StartsWith("x-ratelimit-", StringComparison.OrdinalIgnoreCase)));
        foreach (var name in new[] { "x-ratelimit-long", "x-ratelimit-empty", "set-cookie", "openai-project", "via" }) Assert.False(answer.Headers.Contains(name), name);
    }
}
