using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Parley.Identity.SigningIn;
using Parley.Shared;
using Parley.Tests.Infrastructure;
using Parley.Tests.Providers;

namespace Parley.Tests.Identity;

/// <summary>Cookies: what a page of the server does with them, by endpoints that do what its forms do.</summary>
public sealed class BrowserSessionTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_browser_signs_in_with_a_locked_up_cookie_that_v1_never_reads(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        await host.AccountAsync("ada@example.org");
        using var browser = await Browser.OpenAsync(host);
        using var answer = await browser.SignInAsync("ada@example.org");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-parley=", StringComparison.Ordinal)).ToLowerInvariant();
        foreach (var attribute in new[] { "secure", "httponly", "samesite=lax", "path=/" }) Assert.Contains(attribute, cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain", cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(HttpMethod.Get, "/api/v1/auth/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SendAsync(HttpMethod.Get, "/v1/who")).StatusCode);
        Assert.DoesNotContain(browser.Cookies["__Host-parley"], host.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_sign_in_has_a_session_of_its_own_and_ends_the_one_before()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("ada@example.org");
        using var browser = await Browser.OpenAsync(host);
        browser.Cookies["__Host-parley"] = new string('A', 64);
        await browser.SignInAsync("ada@example.org");
        var first = browser.Cookies["__Host-parley"];
        Assert.NotEqual(new string('A', 64), first);
        await browser.LoadAsync();
        await browser.SignInAsync("ada@example.org");
        Assert.NotEqual(first, browser.Cookies["__Host-parley"]);
        browser.Cookies["__Host-parley"] = first;
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SendAsync(HttpMethod.Get, "/api/v1/auth/me")).StatusCode);
    }

    [Fact]
    public async Task What_changes_something_needs_the_token_of_a_page_of_ours()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("ada@example.org");
        using var browser = await Browser.OpenAsync(host);
        await browser.SignInAsync("ada@example.org");
        var change = new { displayName = "Eve" };
        var before = browser.Token;
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(HttpMethod.Patch, "/api/v1/auth/me", change, token: null)).StatusCode);
        // The token of the time before signing in is bound to nobody.
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(HttpMethod.Patch, "/api/v1/auth/me", change, token: before)).StatusCode);
        await browser.LoadAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(HttpMethod.Patch, "/api/v1/auth/me", change, browser.Token, site: "cross-site")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(HttpMethod.Patch, "/api/v1/auth/me", change, browser.Token, site: "same-origin")).StatusCode);
        // Another person's token is no good for this session.
        await host.AccountAsync("eve@example.org");
        using var other = await Browser.OpenAsync(host);
        await other.SignInAsync("eve@example.org");
        await other.LoadAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(HttpMethod.Patch, "/api/v1/auth/me", change, other.Token)).StatusCode);
        // A form for people who are not signed in yet needs one as well; a program with a header needs none.
        using var nobody = host.Client();
        Assert.Equal(HttpStatusCode.BadRequest, (await nobody.PostAsync("/test/sign-in", new FormUrlEncodedContent([new("email", "ada@example.org"), new("password", Person.Password)]))).StatusCode);
        var ada = await Person.SignInAsync(nobody, "ada@example.org");
        Assert.Equal(HttpStatusCode.OK, (await ada.Client(host.Address).PatchAsJsonAsync("/api/v1/auth/me", change)).StatusCode);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Signing_out_is_real_on_every_node(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        await using var node = await host.StartNodeAsync();
        await host.AccountAsync("ada@example.org");
        using var browser = await Browser.OpenAsync(host);
        await browser.SignInAsync("ada@example.org");
        await browser.LoadAsync();
        using var there = new Browser(node) { Cookies = { ["__Host-parley"] = browser.Cookies["__Host-parley"] } };
        Assert.Equal(HttpStatusCode.OK, (await there.SendAsync(HttpMethod.Get, "/api/v1/auth/me")).StatusCode);
        var cookie = browser.Cookies["__Host-parley"];
        Assert.Equal(HttpStatusCode.NoContent, (await browser.SendAsync(HttpMethod.Post, "/api/v1/auth/logout", new { }, browser.Token)).StatusCode);
        browser.Cookies["__Host-parley"] = cookie;
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SendAsync(HttpMethod.Get, "/api/v1/auth/me")).StatusCode);
        await Eventually.TrueAsync(async () => (await there.SendAsync(HttpMethod.Get, "/api/v1/auth/me")).StatusCode == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_cookie_slides_and_ends()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("ada@example.org");
        using var browser = await Browser.OpenAsync(host);
        await browser.SignInAsync("ada@example.org");
        // The node trusts what it read for some seconds of its own clock; a forgetful one asks each time.
        async Task<HttpStatusCode> AtAsync(double days)
        {
            host.Time.Ahead = TimeSpan.FromDays(days);
            await using var fresh = await host.StartNodeAsync();
            fresh.Time.Ahead = host.Time.Ahead;
            using var there = new Browser(fresh) { Cookies = { ["__Host-parley"] = browser.Cookies["__Host-parley"] } };
            return (await there.SendAsync(HttpMethod.Get, "/api/v1/auth/me")).StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await AtAsync(29));
        Assert.Equal(HttpStatusCode.OK, await AtAsync(58));
        Assert.Equal(HttpStatusCode.Unauthorized, await AtAsync(88.5));
    }

    [Fact]
    public async Task A_page_sends_strangers_to_the_sign_in_and_programs_get_their_401()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("ada@example.org");
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var page = await client.GetAsync("/unstated?a=1");
        Assert.Equal((HttpStatusCode.Redirect, "/login?returnUrl=%2Funstated%3Fa%3D1"), (page.StatusCode, page.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/auth/me")).StatusCode);
    }

    [Theory]
    [InlineData("parley.example.org", true), InlineData("192.0.2.7:5080", true), InlineData("localhost:5080", false), InlineData("127.0.0.1:5080", false), InlineData("[::1]:5080", false)]
    public async Task A_page_over_plain_http_says_that_nobody_can_sign_in_there(string name, bool told)
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("ada@example.org");
        using var client = host.Client();
        client.DefaultRequestHeaders.Host = name;
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        Assert.Equal(told, (await client.GetStringAsync("/login")).Contains("plain HTTP", StringComparison.Ordinal));
        using var refused = await client.PostAsync("/login", new FormUrlEncodedContent([new("email", "ada@example.org")]));
        Assert.Contains(told ? "This page came over plain HTTP" : "did not give back this page&#x27;s cookie", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_asks_whether_its_cookie_came_back_for_Safari_keeps_none_of_plain_http()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("ada@example.org");
        using var handler = new HttpClientHandler { UseCookies = false };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Host = "localhost:5080";
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var page = await client.GetAsync("/login");
        Assert.Contains("hx-get=\"/login/cookie\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Safari keeps none", await client.GetStringAsync("/login/cookie"), StringComparison.Ordinal);
        client.DefaultRequestHeaders.Add("Cookie", page.Headers.GetValues("Set-Cookie").First(cookie => cookie.StartsWith("__Host-parley-forgery", StringComparison.Ordinal)).Split(';')[0]);
        Assert.Equal(HttpStatusCode.NoContent, (await client.GetAsync("/login/cookie")).StatusCode);
        Assert.DoesNotContain("/login/cookie", await client.GetStringAsync("/login"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/c/1?x=2", "/c/1?x=2")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/a\r\nSet-Cookie: x=y", "/")]
    public void Nobody_is_sent_to_another_site(string? asked, string path) => Assert.Equal(path, Parley.Ui.LocalPath.OrHome(asked));

    /// <summary>What a browser does: keeps cookies, also Secure ones on http://localhost, and loads pages.</summary>
    internal sealed class Browser(IdentityHost host) : IDisposable
    {
        private readonly HttpClient _client = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = host.Address };

        public Dictionary<string, string> Cookies { get; } = [];

        public string? Token { get; private set; }

        public static async Task<Browser> OpenAsync(IdentityHost host)
        {
            var browser = new Browser(host);
            await browser.LoadAsync();
            return browser;
        }

        public async Task LoadAsync()
        {
            using var page = await SendAsync(HttpMethod.Get, "/test/page");
            Token = await page.Content.ReadAsStringAsync();
        }

        public async Task<HttpResponseMessage> SignInAsync(string email)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/test/sign-in")
            {
                Content = new FormUrlEncodedContent([new("email", email), new("password", Person.Password), new("RequestVerificationToken", Token)]),
            };
            var answer = await SendAsync(request);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            return answer;
        }

        public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? token = null, string? site = null)
        {
            var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            if (token is not null) request.Headers.Add("RequestVerificationToken", token);
            if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
            return SendAsync(request);
        }

        /// <summary>Sends a form, with the token of the page that was loaded last.</summary>
        public Task<HttpResponseMessage> PostFormAsync(string path, IEnumerable<KeyValuePair<string, string>> fields) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([.. fields, new("RequestVerificationToken", Token)]), Headers = { { "Accept", "text/html" } },
        });

        public void Dispose() => _client.Dispose();

        private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
        {
            if (Cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
            var answer = await _client.SendAsync(request);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                var (name, value) = (cookie.Split('=')[0], cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(';')[0]);
                if (value.Length == 0) Cookies.Remove(name);
                else Cookies[name] = value;
            }

            return answer;
        }
    }

    /// <summary>What pages do, mapped by the test's host.</summary>
    internal static void MapPages(WebApplication app)
    {
        app.MapGet("/test/page", (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken).AllowAnonymous();
        app.MapPost("/test/sign-in", async (HttpContext context, SignIns signIns) =>
        {
            var form = await context.Request.ReadFormAsync();
            return (await signIns.SignInAsync(context, form["email"].ToString(), form["password"].ToString(), form["code"], context.RequestAborted)).IsDone ? Results.NoContent() : Results.Unauthorized();
        }).AllowAnonymous();
    }
}
