using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Gateway.Pipeline;
using Parley.Tests.Infrastructure;
using Parley.Tests.Media;
using Parley.Tests.Reliability;

namespace Parley.Tests.RateLimits;

/// <summary>No operation leads around the limits: each that is posted to answers 429 in its caller's shape when the key is at its limit.</summary>
[Collection(BesideOthers.Wishes), Trait("Pace", "slow")]
public sealed class EveryWayTests(ReliabilityStage stage)
{
    private const string Model = "chat/n3";

    /// <summary>Operations that ask no model, and are free.</summary>
    private static readonly string[] CallNone = ["/v1/responses/{id}/cancel"];

    private static readonly string[] Free =
        ["DELETE /v1/responses/{id}", "GET /v1/models", "GET /v1/models/{id}", "GET /v1/responses/{id}", "GET /v1/responses/{id}/input_items", "GET /v1/streams/{id}", "POST /v1/responses/{id}/cancel"];

    private static readonly Dictionary<string, Func<IEnumerable<HttpContent>>> Bodies = new()
    {
        ["/v1/chat/completions"] = () => Each(new { model = Model, messages = new[] { new { role = "user", content = "hi" } } }),
        ["/v1/embeddings"] = () => [Json($$"""{"model":"{{Model}}","input":"hi"}""")],
        ["/v1/responses"] = () => [.. Each(new { model = Model, input = "hi" }), Json($$"""{"model":"{{Model}}","input":"hi","background":true}"""), Json($$"""{"model":"{{Model}}","input":"hi","background":true,"stream":true}""")],
        ["/v1/responses/input_tokens"] = () => [Json($$"""{"model":"{{Model}}","input":"hi"}""")],
        ["/v1/responses/compact"] = () => [Json($$"""{"model":"{{Model}}","input":"hi"}""")],
        ["/v1/messages"] = () => Each(new { model = Model, max_tokens = 10, messages = new[] { new { role = "user", content = "hi" } } }),
        ["/v1/messages/count_tokens"] = () => [Json($$"""{"model":"{{Model}}","messages":[{"role":"user","content":"hi"}]}""")],
        ["/v1/images/generations"] = () => [Json($$"""{"model":"{{Model}}","prompt":"hi"}""")],
        ["/v1/images/edits"] = () => [Forms.Of(("model", Model), ("prompt", "hi"), ("image", new byte[100]))],
        ["/v1/audio/speech"] = () => [Json($$"""{"model":"{{Model}}","input":"hi","voice":"x"}""")],
        ["/v1/audio/transcriptions"] = () => [Forms.Of(("model", Model), ("file", Forms.Wav(100)))],
    };

    [Fact]
    public async Task Every_operation_that_is_posted_to_is_refused_at_the_limit()
    {
        await using var mapped = new MappedRoutes();
        var posted = mapped.All.Where(r => r.Method == "POST" && r.Path.StartsWith("/v1/", StringComparison.Ordinal)).Select(r => r.Template).Except(CallNone).ToList();
        Assert.Equal(Bodies.Keys.Order(StringComparer.Ordinal), posted.Order(StringComparer.Ordinal));

        using var key = await LimitedKey.CreateAsync(stage, "\"requestsPerMinute\":1");
        Assert.True((await key.AskAsync()).IsComplete);
        var calls = stage.Simulator.Stats.Posts;
        foreach (var path in posted)
            foreach (var body in Bodies[path]())
                foreach (var resumable in new[] { false, true }) await RefusedAsync(key, path, body, resumable);
        Assert.Equal(calls, stage.Simulator.Stats.Posts);
    }

    /// <summary>A program at its limit still finds out which models there are, and gets what it has asked for already.</summary>
    [Fact]
    public async Task Lists_and_answers_that_exist_already_are_free()
    {
        await using var mapped = new MappedRoutes();
        string[] calls = [.. Bodies.Keys.Select(path => $"POST {path}")];
        var others = mapped.All.Where(r => r.Path.StartsWith("/v1/", StringComparison.Ordinal) && !r.IsFallback && r.Method is not ("HEAD" or "ANY")).Select(r => $"{r.Method} {r.Template}");
        Assert.Equal(Free, others.Except(calls).Order(StringComparer.Ordinal));

        using var key = await LimitedKey.CreateAsync(stage, "\"requestsPerMinute\":1");
        Assert.True((await key.AskAsync()).IsComplete);
        Assert.Equal(429, (await key.AskAsync()).Status);
        foreach (var operation in Free)
        {
            var (method, path) = (operation.Split(' ')[0], operation.Split(' ')[1].Replace("{id}", "none", StringComparison.Ordinal));
            using var response = await key.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            Assert.Equal((operation, path == "/v1/models" ? HttpStatusCode.OK : HttpStatusCode.NotFound), (operation, response.StatusCode));
            Assert.DoesNotContain(response.Headers, header => header.Key.Contains("ratelimit", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task The_one_way_to_a_model_inside_of_the_process_begins_at_the_limits()
    {
        await using var mapped = new MappedRoutes();
        Assert.Equal("Admit", mapped.Services.GetRequiredService<ILlmClient>().GetType().Name);
        Assert.Single(mapped.Services.GetServices<ILlmClient>());
    }

    private static async Task RefusedAsync(LimitedKey key, string path, HttpContent body, bool resumable)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(await body.ReadAsByteArrayAsync()) };
        request.Content.Headers.ContentType = body.Headers.ContentType;
        var isAnthropic = path.StartsWith("/v1/messages", StringComparison.Ordinal);
        if (isAnthropic) request.Headers.Add("anthropic-version", "2023-06-01");
        if (resumable) request.Headers.Add("x-parley-resumable", "true");
        using var response = await key.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.TooManyRequests, $"{path}: {response.StatusCode} {text}");
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("0", response.Headers.GetValues(isAnthropic ? "anthropic-ratelimit-requests-remaining" : "x-ratelimit-remaining-requests").Single());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var error = JsonDocument.Parse(text).RootElement;
        if (isAnthropic)
        {
            Assert.Equal("error", error.GetProperty("type").GetString());
            Assert.Equal("rate_limit_error", error.GetProperty("error").GetProperty("type").GetString());
        }
        else
        {
            Assert.Equal("rate_limit_exceeded", error.GetProperty("error").GetProperty("code").GetString());
            Assert.True(error.GetProperty("error").TryGetProperty("param", out _));
        }

        Assert.Contains("1 requests a minute", error.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static IEnumerable<HttpContent> Each<T>(T body)
    {
        var json = JsonSerializer.Serialize(body);
        return [Json(json), Json($"{json[..^1]},\"stream\":true}}")];
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
