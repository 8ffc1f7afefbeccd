using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

/// <summary>Behind a proxy that was named: whose address counts, and what is HTTPS.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task A_named_proxy_is_taken_at_its_word()
    {
        await using var server = await ParleyServer.StartAsync(new() { Environment = new Dictionary<string, string> { ["Parley__Proxies__0"] = "127.0.0.1" } });
        using var client = new HttpClient { BaseAddress = server.BaseAddress };
        // Who comes through it is no visitor of the machine itself: before the first account there is nothing for them.
        using (var gate = await SendAsync(client, "https", "203.0.113.7")) Assert.Equal(HttpStatusCode.Forbidden, gate.StatusCode);
        Assert.Equal(0, (await server.RunAsync(["users", "create", "--email", "ada@example.org", "--role", "admin", "--password-stdin"], "a long sentence is good")).ExitCode);
        await Providers.Eventually.TrueAsync(async () => (await SendAsync(client, "https", "203.0.113.7")).StatusCode == HttpStatusCode.OK);

        using var secure = await SendAsync(client, "https", "203.0.113.7");
        Assert.Equal("max-age=31536000", Assert.Single(secure.Headers.GetValues("Strict-Transport-Security")));
        Assert.DoesNotContain("plain HTTP", await secure.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var plain = await SendAsync(client, "http", "203.0.113.7");
        Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
        Assert.Contains("plain HTTP", await plain.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Some proxies hold a stream that they compress until its end.</summary>
    [Fact]
    public async Task Streams_ask_proxies_neither_to_buffer_nor_to_compress_them()
    {
        await using var server = await ParleyServer.StartAsync();
        await server.RunAsync(["users", "create", "--email", "ada@example.org", "--role", "admin", "--password-stdin"], "a long sentence is good");
        using var client = new HttpClient { BaseAddress = server.BaseAddress };
        using var login = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = "ada@example.org", password = "a long sentence is good" });
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
        var key = await server.CreateKeyAsync("key");
        const string Asked = """{"model":"demo","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""";
        // A page that knows all there is: nothing has happened here yet.
        await PassesAtOnceAsync("/api/v1/events?html=true&after=0", token, null);
        await PassesAtOnceAsync("/v1/chat/completions", key, Asked);
        await PassesAtOnceAsync("/v1/messages", key, Asked);
        await PassesAtOnceAsync("/v1/responses", key, """{"model":"demo","stream":true,"input":"Hi"}""");
        await PassesAtOnceAsync("/api/v1/chat/stream", token, """{"model":"demo","message":"Hi"}""");

        async Task PassesAtOnceAsync(string path, string credential, string? body)
        {
            using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path) { Headers = { Authorization = new("Bearer", credential) } };
            if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal((path, "text/event-stream", "no"), (path, answer.Content.Headers.ContentType?.MediaType, Assert.Single(answer.Headers.GetValues("x-accel-buffering"))));
            Assert.True(answer.Headers.CacheControl is { NoTransform: true, NoCache: true } or { NoTransform: true, NoStore: true }, $"{path}: {answer.Headers.CacheControl}");
            if (body is not null) return;
            // Firefox and Safari tell a page of an answer with its first byte, and signs of life come every ten seconds.
            var begun = await (await answer.Content.ReadAsStreamAsync()).ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(2));
            Assert.Equal((path, 1), (path, begun));
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string scheme, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login") { Headers = { { "Accept", "text/html" }, { "X-Forwarded-Proto", scheme }, { "X-Forwarded-For", address } } };
        request.Headers.Host = "parley.example.org";
        return await client.SendAsync(request);
    }
}
