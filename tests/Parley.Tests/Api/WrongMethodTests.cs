using System.Net;
using System.Text.Json;

namespace Parley.Tests.Api;

/// <summary>A method that a path of the wire does not take, asked of the real server: 405, <c>Allow</c> and an error in the
/// caller's shape. Paths that do not exist stay 404.</summary>
[Trait("Pace", "slow")]
public sealed class WrongMethodTests(ScopeTests.Stage stage) : IClassFixture<ScopeTests.Stage>
{
    private const string Posted = "POST", Read = "GET, HEAD";

    public static TheoryData<string, string, string, bool> Wrong
    {
        get
        {
            var rows = new TheoryData<string, string, string, bool>();
            foreach (var path in new[] { "/v1/chat/completions", "/v1/responses", "/v1/embeddings", "/v1/images/generations", "/v1/images/edits", "/v1/audio/speech", "/v1/audio/transcriptions", "/v1/responses/input_tokens", "/v1/responses/compact", "/v1/messages", "/v1/messages/count_tokens" })
                foreach (var method in new[] { "GET", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND" })
                    rows.Add(method, path, Posted, path.StartsWith("/v1/messages", StringComparison.Ordinal));
            foreach (var path in new[] { "/v1/models", "/v1/models/demo", "/v1/models/some/vendor.model" })
                foreach (var method in new[] { "POST", "DELETE", "OPTIONS" })
                {
                    rows.Add(method, path, Read, false);
                    rows.Add(method, path, Read, true);
                }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_method_is_405_and_names_the_right_ones(string method, string path, string allowed, bool anthropic)
    {
        using var answer = await stage.SendAsync(method, path, anthropic, stage.GatewayKey);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        var error = await ErrorAsync(answer, anthropic);
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Contains(method, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        if (!anthropic) Assert.Equal("method_not_supported", error.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("POST", "/chat/completions"), InlineData("POST", "/responses"), InlineData("GET", "/models")]
    public async Task A_base_URL_without_its_version_is_told_what_is_missing(string method, string path)
    {
        using var answer = await stage.SendAsync(method, path, false, null);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains($"/v1{path}: put /v1 behind the base URL", (await ErrorAsync(answer, false)).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_of_a_posted_path_is_405_without_a_body()
    {
        using var answer = await stage.SendAsync("HEAD", "/v1/messages", true, stage.GatewayKey);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/v1/models", HttpStatusCode.OK), InlineData("/v1/models/demo", HttpStatusCode.OK), InlineData("/v1/models/demo%2Fdemo", HttpStatusCode.OK), InlineData("/v1/models/nobody-serves-this", HttpStatusCode.NotFound)]
    public async Task HEAD_tells_what_GET_would(string path, HttpStatusCode status)
    {
        using var get = await stage.SendAsync("GET", path, false, stage.GatewayKey);
        using var head = await stage.SendAsync("HEAD", path, false, stage.GatewayKey);
        Assert.Equal((status, status), (get.StatusCode, head.StatusCode));
        Assert.Equal((get.Content.Headers.ContentLength, get.Content.Headers.ContentType), (head.Content.Headers.ContentLength, head.Content.Headers.ContentType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    /// <summary>No origin is allowed to call from a page, so a browser's question whether it may is answered with no.</summary>
    [Fact]
    public async Task A_preflight_is_told_no()
    {
        using var client = stage.CreateClient(stage.GatewayKey);
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/chat/completions");
        request.Headers.Add("origin", "https://elsewhere.example");
        request.Headers.Add("access-control-request-method", "POST");
        using var answer = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("GET", "/v1"), InlineData("POST", "/v1/chat"), InlineData("POST", "/v1/engines/gpt.json"), InlineData("OPTIONS", "/v1/nothing")]
    public async Task A_path_that_is_not_there_is_404(string method, string path)
    {
        foreach (var anthropic in new[] { false, true })
        {
            using var answer = await stage.SendAsync(method, path, anthropic, stage.GatewayKey);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Empty(answer.Content.Headers.Allow);
            Assert.Contains(path, (await ErrorAsync(answer, anthropic)).GetProperty("message").GetString(), StringComparison.Ordinal);
            using var stranger = await stage.SendAsync(method, path, anthropic, key: null);
            Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode); // what is there is nobody's business without a key
        }
    }

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage answer, bool anthropic)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(anthropic, body.TryGetProperty("request_id", out _));
        return body.GetProperty("error");
    }
}
