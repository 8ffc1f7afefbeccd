using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

/// <summary>So many requests a minute from one person.</summary>
public sealed class RequestLimitTests
{
    private const string Me = "/api/v1/auth/me";

    [Fact]
    public async Task Who_asks_too_often_waits_and_nobody_else_does()
    {
        await using var host = await IdentityHost.StartAsync(settings: ("Parley:Identity:RequestsPerMinute", "6"));
        var ada = await host.PersonAsync("ada@example.org");
        using var client = ada.Client(host.Address);
        var again = await Person.SignInAsync(host.Client(), "ada@example.org");
        using var elsewhere = again.Client(host.Address);
        using var eve = (await host.PersonAsync("eve@example.org")).Client(host.Address);
        // All sessions of a person share it.
        for (var i = 0; i < 6; i++) Assert.Equal(HttpStatusCode.OK, (await (i % 2 == 0 ? client : elsewhere).GetAsync(Me)).StatusCode);
        using var refused = await RefusedAsync(() => elsewhere.GetAsync(Me));
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains("Too many requests", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
        Assert.Equal(HttpStatusCode.OK, (await eve.GetAsync(Me)).StatusCode);
        // Model calls have limits of their own, and the door is open to who is not let in.
        Assert.Equal(200, await host.StatusAsync("/v1/who", ada.AccessToken));
        await Person.SignInAsync(client, "ada@example.org");
        await Task.Delay(refused.Headers.RetryAfter.Delta.Value + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Me)).StatusCode);
    }

    [Fact]
    public async Task A_page_tells_it_in_words_and_a_key_without_a_person_counts_for_itself()
    {
        await using var host = await IdentityHost.StartAsync(settings: ("Parley:Identity:RequestsPerMinute", "3"));
        await host.AccountAsync("ada@example.org");
        using var browser = await BrowserSessionTests.Browser.OpenAsync(host);
        await browser.SignInAsync("ada@example.org");
        using var page = host.Client();
        page.DefaultRequestHeaders.Add("Cookie", $"__Host-parley={browser.Cookies["__Host-parley"]}");
        page.DefaultRequestHeaders.Add("Accept", "text/html");
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await page.GetAsync("/verify")).StatusCode);
        using var refused = await RefusedAsync(() => page.GetAsync("/verify"));
        Assert.Equal((HttpStatusCode.TooManyRequests, "text/html"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("Too many requests came from you", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var (one, other) = (await host.KeyAsync("admin"), await host.KeyAsync("admin"));
        for (var i = 0; i < 3; i++) Assert.Equal(200, await host.StatusAsync("/api/v1/users", one));
        using var client = host.Client(one);
        using (await RefusedAsync(() => client.GetAsync("/api/v1/users"))) Assert.Equal(200, await host.StatusAsync("/api/v1/users", other));
    }

    [Fact]
    public async Task Nought_is_no_limit()
    {
        await using var host = await IdentityHost.StartAsync(settings: ("Parley:Identity:RequestsPerMinute", "0"));
        using var client = (await host.PersonAsync("ada@example.org")).Client(host.Address);
        for (var i = 0; i < 50; i++) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Me)).StatusCode);
    }

    /// <summary>The first that is refused: on a slow machine the bucket gets one back meanwhile.</summary>
    private static async Task<HttpResponseMessage> RefusedAsync(Func<Task<HttpResponseMessage>> send)
    {
        for (var i = 0; i < 10; i++)
        {
            var answer = await send();
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) return answer;
            answer.Dispose();
        }

        throw new InvalidOperationException("Nothing is refused.");
    }
}
