using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Guard;
using Parley.Providers.Discovery;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers;

public sealed class ModelDiscoveryTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task A_provider_without_models_lists_its_upstreams_and_keeps_them_over_a_start(bool postgres)
    {
        await using var vendor = await FakeVendor.StartAsync("""{"object":"list","data":[{"id":"m-1"},{"id":"m-2"}]}""");
        using var database = await TestDatabase.CreateAsync(postgres);
        await using (var app = await ProviderApp.StartAsync(database.Options, discover: true))
        {
            await app.PostAsync(new { name = "acme", kind = "chat", baseUrl = new Uri(vendor.Address, "/v1"), apiKeys = new[] { "k" }, allowPrivateNetwork = true }, HttpStatusCode.Created);
            await Eventually.TrueAsync(() => app.Registry.Current.Find("m-2") is not null);
            var shown = JsonElement.Parse(await app.Client.GetStringAsync(new Uri("providers/acme", UriKind.Relative)));
            Assert.Equal(JsonValueKind.Null, shown.GetProperty("discovery").GetProperty("error").ValueKind);
            Assert.Equal(("/v1/models", "Bearer k"), (vendor.Asked.Single().Path, vendor.Asked.Single().Headers.Authorization.ToString()));
        }

        await using var again = await ProviderApp.StartAsync(database.Options, discover: true);
        Assert.NotNull(again.Registry.Current.Find("m-1"));
        await Task.Delay(200);
        Assert.Single(vendor.Asked); // read within the last day
    }

    [Fact]
    public async Task Googles_list_is_read_page_by_page_with_its_own_header_and_without_what_cannot_be_asked()
    {
        await using var vendor = await FakeVendor.StartAsync(context => context.Response.WriteAsync(context.Request.Query.ContainsKey("pageToken")
            ? """{"models":[{"name":"models/gemini-embedding-001","supportedGenerationMethods":["embedContent"]},{"name":"models/unknown-methods"}]}"""
            : """{"models":[{"name":"models/gemini-x","supportedGenerationMethods":["generateContent","countTokens"]},{"name":"models/veo-x","supportedGenerationMethods":["predictLongRunning"]},{"x":1},5],"nextPageToken":"a/b=&c"}"""));
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options, discover: true);
        await app.PostAsync(new { name = "acme", kind = "gemini", baseUrl = vendor.Address, apiKeys = new[] { "AIza" }, allowPrivateNetwork = true }, HttpStatusCode.Created);
        await Eventually.TrueAsync(() => app.Registry.Current.Find("gemini-embedding-001") is not null);
        Assert.Equal(["gemini-embedding-001", "gemini-x", "unknown-methods"], app.Registry.Current.Models.Where(m => m.OwnedBy == "acme").Select(m => m.Model));
        Assert.Equal(["/v1beta/models?pageSize=1000", "/v1beta/models?pageSize=1000&pageToken=a%2Fb%3D%26c"], vendor.Asked.Select(a => a.Path));
        Assert.All(vendor.Asked, a => Assert.Equal(("AIza", ""), (a.Headers["x-goog-api-key"].ToString(), a.Headers.Authorization.ToString())));
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_told_with_its_reason_and_without_secrets()
    {
        await using var vendor = await FakeVendor.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsync("sk-canary-5e77 is no key of ours");
        });
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options, discover: true);
        var started = DateTimeOffset.UtcNow.AddSeconds(-1);
        await app.PostAsync(new { name = "acme", kind = "chat", baseUrl = new Uri(vendor.Address, "/v1"), apiKeys = new[] { "sk-canary-5e77" }, allowPrivateNetwork = true }, HttpStatusCode.Created);
        await Eventually.TrueAsync(() => app.Get<DiscoveryLog>().Find("acme", "chat", new Uri(vendor.Address, "/v1").AbsoluteUri) is not null);
        foreach (var path in new[] { "providers", "providers/acme" })
        {
            var text = await app.Client.GetStringAsync(new Uri(path, UriKind.Relative));
            Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
            var shown = JsonElement.Parse(text);
            if (path == "providers") shown = shown.GetProperty("items").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "acme");
            Assert.Equal("it answered with status 401", shown.GetProperty("discovery").GetProperty("error").GetString());
            Assert.True(shown.GetProperty("discovery").GetProperty("triedAt").GetDateTimeOffset() > started);
            Assert.Equal(JsonValueKind.Null, shown.GetProperty("discoveredAt").ValueKind);
        }

        // It is known after a restart, before anybody asks again, and forgotten with the address that it was about.
        await using var again = await ProviderApp.StartAsync(database.Options);
        Assert.Equal("it answered with status 401", (await again.OkAsync("GET", "providers/acme")).Body.GetProperty("discovery").GetProperty("error").GetString());
        Assert.Equal(JsonValueKind.Null, (await again.OkAsync("PATCH", "providers/acme", """{"baseUrl":"https://acme.example/v1"}""")).Body.GetProperty("discovery").ValueKind);
    }

    [Theory]
    [InlineData("chat", 401, "")]
    [InlineData("messages", 402, "")]
    [InlineData("responses", 403, "")]
    [InlineData("gemini", 400, """{"error":{"status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}""")]
    public async Task A_refused_credential_gives_way_to_the_next_one_in_force(string kind, int status, string says)
    {
        await using var vendor = await StartRefusingAsync(status, says);
        Assert.Equal(["m-1"], await ReadAsync(vendor, kind, credentials: [Key("bad-1"), Key("over") with { ExpiresAt = DateTimeOffset.UtcNow.AddMinutes(-1) }, Key("bad-2"), Key("good") with { ExpiresAt = DateTimeOffset.UtcNow.AddMinutes(1) }, Key("bad-3")]));
        Assert.Equal(["bad-1", "bad-2", "good"], vendor.Asked.Select(KeyOf));
        var problem = await Assert.ThrowsAsync<ModelListException>(() => ReadAsync(vendor, kind, credentials: [Key("bad-1"), Key("bad-2")]));
        Assert.Equal($"it answered with status {status}", problem.Message);
        Assert.Equal(5, vendor.Asked.Count);
    }

    [Theory]
    [InlineData("chat", 500)]
    [InlineData("chat", 429)]
    [InlineData("chat", 400)]
    [InlineData("gemini", 400)]
    public async Task What_is_not_about_the_credential_is_asked_once(string kind, int status)
    {
        await using var vendor = await StartRefusingAsync(status, """{"error":{"status":"INVALID_ARGUMENT"}}""");
        await Assert.ThrowsAsync<ModelListException>(() => ReadAsync(vendor, kind, credentials: [Key("bad-1"), Key("good")]));
        Assert.Equal("bad-1", KeyOf(Assert.Single(vendor.Asked)));
    }

    [Fact]
    public async Task A_provider_whose_first_credential_is_refused_is_served_by_what_the_second_lists()
    {
        await using var vendor = await StartRefusingAsync(401, "");
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options, discover: true);
        await app.PostAsync(new { name = "acme", kind = "chat", baseUrl = new Uri(vendor.Address, "/v1"), apiKeys = new[] { "bad", "good" }, allowPrivateNetwork = true }, HttpStatusCode.Created);
        await Eventually.TrueAsync(() => app.Registry.Current.Models.Any(m => m.Model == "m-1"));
        Assert.Equal(JsonValueKind.Null, (await app.OkAsync("GET", "providers/acme")).Body.GetProperty("discovery").GetProperty("error").ValueKind);
        Assert.Equal(0, (await app.OkAsync("POST", "providers/acme/models/refresh")).Body.GetProperty("removed").GetArrayLength());
    }

    [Fact]
    public async Task Anthropics_list_is_read_page_by_page_with_its_own_headers()
    {
        await using var vendor = await FakeVendor.StartAsync(context => context.Response.WriteAsync(context.Request.Query["after_id"] == "c 1"
            ? """{"data":[{"id":"c-2"}],"has_more":false,"last_id":"c-2"}""" : """{"data":[{"id":"c 1"}],"has_more":true,"last_id":"c 1"}"""));
        Assert.Equal(["c 1", "c-2"], await ReadAsync(vendor, "messages"));
        Assert.Equal(["/v1/models?limit=1000", "/v1/models?limit=1000&after_id=c%201"], vendor.Asked.Select(a => a.Path));
        Assert.All(vendor.Asked, a => Assert.Equal(("k", "2023-06-01"), (a.Headers["x-api-key"].ToString(), a.Headers["anthropic-version"].ToString())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":null}""")]
    [InlineData("true")]
    [InlineData("\"data\"")]
    [InlineData("""{"error":{"message":"no"}}""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task Garbage_is_an_expected_failure(string body)
    {
        await using var vendor = await FakeVendor.StartAsync(body);
        await Assert.ThrowsAsync<ModelListException>(() => ReadAsync(vendor));
    }

    [Theory]
    [InlineData("""[{"id":"a"},{"id":"b"}]""")]
    [InlineData("""{"data":[{"id":"a"},7,null,{"id":5},{"id":""},{"id":"\ud83d"},{"name":"x"},[],{"id":"b"},{"id":"a"}]}""")]
    public async Task What_is_a_model_is_taken_and_the_rest_passed_over(string body)
    {
        await using var vendor = await FakeVendor.StartAsync(body);
        Assert.Equal(["a", "b"], await ReadAsync(vendor));
    }

    [Fact]
    public async Task An_endless_answer_a_status_and_a_silent_server_are_expected_failures()
    {
        await using var endless = await FakeVendor.StartAsync(async context =>
        {
            for (var i = 0; i < 100_000 && !context.RequestAborted.IsCancellationRequested; i++) await context.Response.WriteAsync(new string('[', 8192));
        });
        Assert.Contains("MiB", (await Assert.ThrowsAsync<ModelListException>(() => ReadAsync(endless))).Message, StringComparison.Ordinal);

        await using var refusing = await FakeVendor.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsync("k");
        });
        Assert.Equal("it answered with status 401", (await Assert.ThrowsAsync<ModelListException>(() => ReadAsync(refusing))).Message);

        await using var silent = await FakeVendor.StartAsync(context => Task.Delay(-1, context.RequestAborted));
        Assert.Equal("it did not answer in time", (await Assert.ThrowsAsync<ModelListException>(() => ReadAsync(silent, patience: 200))).Message);
    }

    [Fact]
    public async Task A_list_that_never_ends_is_given_up()
    {
        var page = 0;
        await using var vendor = await FakeVendor.StartAsync(context => context.Response.WriteAsync($$"""{"data":[],"has_more":true,"last_id":"x{{++page}}"}"""));
        await Assert.ThrowsAsync<ModelListException>(() => ReadAsync(vendor, "messages"));
        Assert.Equal(20, page);
    }

    [Fact]
    public async Task The_guard_holds_for_discovery_too()
    {
        await using var vendor = await FakeVendor.StartAsync("""{"data":[]}""");
        var problem = await Assert.ThrowsAsync<ModelListException>(() => ReadAsync(vendor, allowPrivate: false));
        Assert.Contains("allowPrivateNetwork", problem.Message, StringComparison.Ordinal);
        Assert.Empty(vendor.Asked);
    }

    /// <summary>Takes keys that begin with <c>good</c>, and answers all others so.</summary>
    private static Task<FakeVendor> StartRefusingAsync(int status, string says) => FakeVendor.StartAsync(context =>
    {
        if (KeyOf(("", context.Request.Headers)).StartsWith("good", StringComparison.Ordinal)) return context.Response.WriteAsync("""{"data":[{"id":"m-1"}]}""");
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(says);
    });

    private static UpstreamCredential Key(string key) => new(key, new Secret(key));

    private static string KeyOf((string Path, IHeaderDictionary Headers) asked) =>
        asked.Headers["x-api-key"].ToString() + asked.Headers["x-goog-api-key"] + asked.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);

    private static async Task<IEnumerable<string>> ReadAsync(FakeVendor vendor, string kind = "chat", bool allowPrivate = true, int patience = 10_000, params UpstreamCredential[] credentials)
    {
        using var connections = new UpstreamConnections(TimeProvider.System);
        var provider = new ProviderDefinition
        {
            Name = "acme", Kind = kind, Origin = ProviderOrigin.Operator, ApiKeys = [new Secret("k")], AllowPrivateNetwork = allowPrivate,
            Credentials = [.. credentials], BaseUrl = kind is "chat" or "responses" ? new Uri(vendor.Address, "/v1") : vendor.Address,
        };
        return (await new ModelListClient(connections, TimeProvider.System).ReadAsync(provider, TimeSpan.FromMilliseconds(patience), default)).Select(m => m.Id);
    }
}
