using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Health;

public sealed class HealthEndpointTests
{
    private const string Good = "sk-canary-good-AAAA", Bad = "sk-canary-bad-BBBB";

    [Fact]
    public async Task A_check_probes_with_every_credential_and_tells_which_is_refused_and_no_secret()
    {
        await using var vendor = await FakeVendor.StartAsync(context =>
        {
            if (context.Request.Headers.Authorization != "Bearer " + Good) context.Response.StatusCode = 401;
            return context.Response.WriteAsync($"{{\"data\":[],\"you said\":\"{context.Request.Headers.Authorization}\"}}");
        });
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app, vendor, "acme", Good, Bad);
        var (status, body) = await SendAsync(app, HttpMethod.Post, "providers/health/check?provider=acme");
        Assert.Equal(HttpStatusCode.OK, status);
        var acme = Assert.Single(body.GetProperty("items").EnumerateArray());
        Assert.Equal([("...AAAA", 200, true), ("...BBBB", 401, false)],
            acme.GetProperty("probes").EnumerateArray().Select(p => (p.GetProperty("credential").GetString(), p.GetProperty("status").GetInt32(), p.GetProperty("error").ValueKind == JsonValueKind.Null)));
        Assert.Equal(2, vendor.Asked.Count);

        var one = (await SendAsync(app, HttpMethod.Get, "providers/acme/health")).Body;
        Assert.Equal(("acme", "closed"), (one.GetProperty("name").GetString(), one.GetProperty("breaker").GetString()));
        Assert.True(one.GetProperty("lastProbe").GetProperty("ms").GetDouble() > 0);
        Assert.True(one.GetProperty("probeP95Ms").GetDouble() >= one.GetProperty("probeP50Ms").GetDouble());
        var minute = one.GetProperty("history").EnumerateArray().Last();
        Assert.Equal((2, 1), (minute.GetProperty("probes").GetInt32(), minute.GetProperty("failedProbes").GetInt32()));
        Assert.DoesNotContain("canary", body.ToString() + one + app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_provider_is_told_as_such()
    {
        await using var vendor = await FakeVendor.StartAsync(context => context.Response.WriteAsync("""{"data":[]}"""));
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app, vendor, "acme");
        Assert.True((await HealthAsync(app, "acme")).GetProperty("enabled").GetBoolean());
        await SendAsync(app, HttpMethod.Post, "providers/acme/disable");
        var list = (await SendAsync(app, HttpMethod.Get, "providers/health")).Body.GetProperty("items").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "acme");
        foreach (var shown in new[] { list, (await SendAsync(app, HttpMethod.Get, "providers/acme/health")).Body })
        {
            Assert.False(shown.GetProperty("enabled").GetBoolean());
            Assert.Contains("It is disabled", shown.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_provider_that_is_down_says_why_and_is_healthy_again_after_a_check()
    {
        var isBroken = true;
        await using var vendor = await FakeVendor.StartAsync(context =>
        {
            if (isBroken) context.Response.StatusCode = 503;
            return context.Response.WriteAsync("""{"data":[]}""");
        });
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app, vendor, "acme");
        Assert.Equal("unknown", (await HealthAsync(app, "acme")).GetProperty("state").GetString());
        await SendAsync(app, HttpMethod.Post, "providers/health/check");
        var down = await HealthAsync(app, "acme");
        Assert.Equal("down", down.GetProperty("state").GetString());
        Assert.Contains("503", down.GetProperty("reason").GetString(), StringComparison.Ordinal);
        isBroken = false;
        await SendAsync(app, HttpMethod.Post, "providers/health/check");
        Assert.Equal("healthy", (await HealthAsync(app, "acme")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task All_are_listed_by_name_in_pages_and_the_demo_is_healthy()
    {
        await using var vendor = await FakeVendor.StartAsync("{}");
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app, vendor, "zeta");
        await AddAsync(app, vendor, "alpha");
        await SendAsync(app, HttpMethod.Post, "providers/health/check");
        var first = (await SendAsync(app, HttpMethod.Get, "providers/health?limit=2")).Body;
        var second = (await SendAsync(app, HttpMethod.Get, $"providers/health?limit=2&cursor={first.GetProperty("next").GetString()}")).Body;
        Assert.Equal([("alpha", "healthy"), ("demo", "healthy"), ("zeta", "healthy")], first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray())
            .Select(p => (p.GetProperty("name").GetString(), p.GetProperty("state").GetString())));
        Assert.False(first.GetProperty("items")[0].TryGetProperty("history", out _));
    }

    [Theory]
    [InlineData("GET", "providers/nobody/health", HttpStatusCode.NotFound, null)]
    [InlineData("POST", "providers/health/check?provider=nobody", HttpStatusCode.NotFound, null)]
    [InlineData("GET", "providers/demo/health?since=yesterday", HttpStatusCode.BadRequest, "since")]
    [InlineData("GET", "providers/demo/health?since=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z", HttpStatusCode.BadRequest, "until")]
    [InlineData("GET", "providers/demo/health?since=2026-03-01T00:00:00Z&until=2026-03-09T00:00:00Z", HttpStatusCode.BadRequest, "since")]
    [InlineData("GET", "providers/demo/health?colour=red", HttpStatusCode.BadRequest, "colour")]
    [InlineData("GET", "providers/health?limit=0", HttpStatusCode.BadRequest, "limit")]
    public async Task What_cannot_be_answered_is_told(string method, string path, HttpStatusCode expected, string? field)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        var (status, problem) = await SendAsync(app, new HttpMethod(method), path);
        Assert.Equal(expected, status);
        if (field is not null) Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task New_providers_are_probed_within_seconds_each_credential_in_its_turn_and_a_dead_one_is_back_soon_after_it_healed()
    {
        var isDead = false;
        await using var vendor = await FakeVendor.StartAsync(context =>
        {
            if (isDead) context.Response.StatusCode = 500;
            return context.Response.WriteAsync("""{"data":[]}""");
        });
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options, probe: true);
        await AddAsync(app, vendor, "acme");
        await Eventually.TrueAsync(() => StateOf(app) == "healthy", TimeSpan.FromSeconds(5));
        Assert.Single(vendor.Asked);

        isDead = true;
        await SendAsync(app, HttpMethod.Post, "providers/health/check"); // not to wait for half a minute
        Assert.Equal("down", StateOf(app));
        await Eventually.TrueAsync(() => vendor.Asked.Count >= 3, TimeSpan.FromSeconds(10)); // it is looked at more often now
        isDead = false;
        await Eventually.TrueAsync(() => StateOf(app) == "healthy", TimeSpan.FromSeconds(10));
        Assert.Equal("healthy", (await HealthAsync(app, "demo")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Chat_models_tell_what_is_known_of_them()
    {
        await using var vendor = await FakeVendor.StartAsync("{}");
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app, vendor, "acme");
        // What does not chat is nothing to choose from: by the catalogue, or by its name.
        await app.PostAsync(new { name = "openai", kind = "chat", baseUrl = new Uri(vendor.Address, "/v1"), allowPrivateNetwork = true, models = new[] { new { id = "vectors", upstreamName = "text-embedding-3-small" }, new { id = "bge-m3", upstreamName = "bge-m3" } } }, HttpStatusCode.Created);
        var (status, body) = await SendAsync(app, HttpMethod.Get, "chat/models");
        Assert.Equal(HttpStatusCode.OK, status);
        var models = body.GetProperty("items").EnumerateArray().ToDictionary(m => m.GetProperty("id").GetString()!);
        Assert.Equal("acme", models["acme-m"].GetProperty("owner").GetString());
        Assert.Equal(["acme-m", "demo"], models.Keys.Order());
        var page = (await SendAsync(app, HttpMethod.Get, "chat/models?limit=1")).Body;
        Assert.Equal("acme-m", page.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal("demo", (await SendAsync(app, HttpMethod.Get, $"chat/models?limit=1&cursor={page.GetProperty("next").GetString()}")).Body.GetProperty("items")[0].GetProperty("id").GetString());
    }

    private static string? StateOf(ProviderApp app) => HealthAsync(app, "acme").GetAwaiter().GetResult().GetProperty("state").GetString();

    private static async Task<JsonElement> HealthAsync(ProviderApp app, string name) => (await SendAsync(app, HttpMethod.Get, $"providers/{name}/health")).Body;

    private static Task AddAsync(ProviderApp app, FakeVendor vendor, string name, params string[] keys) =>
        app.PostAsync(new { name, kind = "chat", baseUrl = new Uri(vendor.Address, "/v1"), apiKeys = keys, allowPrivateNetwork = true, models = new[] { new { id = name + "-m" } } }, HttpStatusCode.Created);

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(ProviderApp app, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await app.Client.SendAsync(request);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
