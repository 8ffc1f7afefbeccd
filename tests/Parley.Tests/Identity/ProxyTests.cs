using System.Net;
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

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string scheme, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login") { Headers = { { "Accept", "text/html" }, { "X-Forwarded-Proto", scheme }, { "X-Forwarded-For", address } } };
        request.Headers.Host = "parley.example.org";
        return await client.SendAsync(request);
    }
}
