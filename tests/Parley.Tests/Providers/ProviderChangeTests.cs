using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Routing;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers;

/// <summary>PATCH, DELETE, enable and disable, and who wins when two change the same provider.</summary>
public sealed class ProviderChangeTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Only_what_is_given_changes_and_it_holds_for_the_next_request_and_after_a_start(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using (var app = await ProviderApp.StartAsync(database.Options))
        {
            var (before, _) = await AddAsync(app);
            var (after, _) = await app.OkAsync("PATCH", "providers/acme", new
            {
                resilience = new { breaker = false, probeIntervalMs = 1234 }, limits = new { concurrency = 7, tokensPerMinute = 5000 }, cancelPolicy = "drain",
            });
            var upstream = app.Registry.Current.Find("m")!.Candidates[0].Upstream;
            Assert.Equal((false, new UpstreamLimits(7, null, 5000), "drain", 1), (upstream.Breaker, upstream.Limits, upstream.CancelPolicy, upstream.MaxRetries));
            foreach (var same in new[] { "name", "kind", "baseUrl", "models", "apiKeyHints", "credentials", "allowPrivateNetwork", "createdAt", "enabled" })
                Assert.Equal(before.GetProperty(same).GetRawText(), after.GetProperty(same).GetRawText());
            Assert.Equal((1, 1234), (after.GetProperty("resilience").GetProperty("maxRetries").GetInt32(), after.GetProperty("resilience").GetProperty("probeIntervalMs").GetInt32()));
            Assert.True(after.GetProperty("version").GetInt64() > before.GetProperty("version").GetInt64());

            // Null brings the default back, zero takes a limit away, a list is replaced as a whole.
            (after, _) = await app.OkAsync("PATCH", "providers/acme", """{"resilience":{"breaker":null,"maxRetries":null},"limits":{"concurrency":0,"tokensPerMinute":null},"models":[{"id":"other"}]}""");
            Assert.Null(app.Registry.Current.Find("m"));
            upstream = app.Registry.Current.Find("other")!.Candidates[0].Upstream;
            Assert.Equal((true, new UpstreamLimits(), 2), (upstream.Breaker, upstream.Limits, upstream.MaxRetries));
            Assert.Equal(1234, after.GetProperty("resilience").GetProperty("probeIntervalMs").GetInt32());
        }

        await using var again = await ProviderApp.StartAsync(database.Options);
        Assert.Equal("drain", again.Registry.Current.Find("other")!.Candidates[0].Upstream.CancelPolicy);
        Assert.Equal(1.234, again.Registry.Definitions.Single(p => p.Name == "acme").ProbeInterval.TotalSeconds);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_and_nothing_changes()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        var (before, etag) = await AddAsync(app);
        Assert.Equal(["apiKeys[0]", "baseUrl", "cancelPolicy", "kind", "limits.concurrency", "models[1].id", "name", "resilience.probeTimeoutMs"], await app.ErrorsAsync("PATCH", "providers/acme", new
        {
            name = "other", kind = "messages", baseUrl = "ftp://x", apiKeys = new[] { "a b" }, models = new[] { new { id = "x" }, new { id = "x" } },
            limits = new { concurrency = -1 }, resilience = new { probeTimeoutMs = 0, maxRetries = 3 }, cancelPolicy = "maybe",
        }));
        Assert.Equal(["limits.speed"], await app.ErrorsAsync("PATCH", "providers/acme", """{"limits":{"speed":1}}"""));
        Assert.Equal(["enabled"], await app.ErrorsAsync("PATCH", "providers/acme", """{"enabled":false}"""));
        Assert.Equal(["limits.concurrency"], await app.ErrorsAsync("PATCH", "providers/acme", """{"limits":{"concurrency":"3"}}"""));
        Assert.Equal(["cancelPolicy"], await app.ErrorsAsync("PATCH", "providers/acme", """{"cancelPolicy":"none","cancelPolicy":"drain"}"""));
        Assert.Equal(["baseUrl"], await app.ErrorsAsync("PATCH", "providers/acme", """{"baseUrl":"https://api.inside.example/v1"}"""));
        foreach (var bad in new[] { "[]", "7", "null", "{", "" })
            Assert.Equal(HttpStatusCode.BadRequest, (await app.SendAsync("PATCH", "providers/acme", bad)).Status);
        var (after, same) = await app.OkAsync("GET", "providers/acme");
        Assert.Equal((before.GetRawText(), etag), (after.GetRawText(), same));
        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync("PATCH", "providers/nobody", new { cancelPolicy = "none" })).Status);
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task A_change_that_changes_nothing_takes_no_version_from_who_saw_it_before(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        var (before, etag) = await AddAsync(app);
        foreach (var same in new[] { "{}", """{"limits":{}}""", """{"kind":"chat"}""" })
        {
            var (after, tag) = await app.OkAsync("PATCH", "providers/acme", same);
            Assert.Equal((before.GetRawText(), etag), (after.GetRawText(), tag));
        }

        await app.OkAsync("PATCH", "providers/acme", """{"cancelPolicy":"drain"}""", etag);
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Of_two_operators_who_saw_the_same_version_one_wins_and_the_other_is_told(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        var (_, etag) = await AddAsync(app);
        Assert.Equal(etag, (await app.OkAsync("GET", "providers/acme")).ETag);
        var answers = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => app.SendAsync("PATCH", "providers/acme", new { limits = new { concurrency = i, requestsPerMinute = i } }, etag)));
        var winner = Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        var current = await app.OkAsync("GET", "providers/acme");
        Assert.Equal(winner.ETag, current.ETag);
        var limits = current.Body.GetProperty("limits");
        Assert.Equal(limits.GetProperty("concurrency").GetInt64(), limits.GetProperty("requestsPerMinute").GetInt64());
        foreach (var loser in answers.Where(a => a.Status != HttpStatusCode.OK))
        {
            Assert.Equal((HttpStatusCode.PreconditionFailed, current.ETag), (loser.Status, loser.ETag));
            Assert.Equal(current.Body.GetProperty("version").GetInt64(), loser.Body.GetProperty("currentVersion").GetInt64());
            Assert.Contains("changed by somebody else", loser.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("PUT", "providers/acme/credentials", new { apiKeys = new[] { "new" } }), ("POST", "providers/acme/disable", null), ("POST", "providers/acme/enable", null), ("DELETE", "providers/acme", null),
        })
        {
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await app.SendAsync(method, path, body, etag)).Status);
            Assert.Equal(current.ETag, (await app.OkAsync("GET", "providers/acme")).ETag);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await app.SendAsync("PATCH", "providers/acme", new { cancelPolicy = "none" }, "7")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync("PATCH", "providers/acme", new { cancelPolicy = "none" }, "*")).Status);
        var (_, weak) = await app.OkAsync("PATCH", "providers/acme", new { cancelPolicy = "drain" });
        Assert.Equal(HttpStatusCode.NoContent, (await app.SendAsync("DELETE", "providers/acme", null, "\"1\", W/" + weak)).Status);
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Without_a_precondition_changes_of_different_members_all_hold(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app);
        object[] changes =
        [
            new { cancelPolicy = "drain" }, new { limits = new { concurrency = 3 } }, new { limits = new { requestsPerMinute = 4 } }, new { limits = new { tokensPerMinute = 5 } },
            new { resilience = new { maxRetries = 6 } }, new { resilience = new { idleTimeoutMs = 7000 } }, new { resilience = new { probe = false } }, new { models = new[] { new { id = "z" } } },
        ];
        foreach (var answer in await Task.WhenAll(changes.Select(c => app.SendAsync("PATCH", "providers/acme", c)))) Assert.Equal(HttpStatusCode.OK, answer.Status);
        var upstream = app.Registry.Current.Find("z")!.Candidates[0].Upstream;
        Assert.Equal(("drain", new UpstreamLimits(3, 4, 5), 6, 7.0), (upstream.CancelPolicy, upstream.Limits, upstream.MaxRetries, upstream.IdleTimeout.TotalSeconds));
        Assert.False(app.Registry.Definitions.Single(p => p.Name == "acme").Probe);
    }

    [Fact]
    public async Task A_name_that_is_removed_and_added_again_never_has_an_old_version()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        var (_, first) = await AddAsync(app);
        await app.OkAsync("DELETE", "providers/acme");
        await Task.Delay(2);
        var (_, second) = await AddAsync(app);
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await app.SendAsync("DELETE", "providers/acme", null, first)).Status);
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task A_disabled_provider_is_listed_but_serves_nothing_until_it_is_enabled(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        var environment = new Dictionary<string, string?> { ["OPENAI_API_KEY"] = "k" };
        await using (var app = await ProviderApp.StartAsync(database.Options, environment))
        {
            await AddAsync(app);
            foreach (var name in new[] { "acme", "openai", "demo" })
            {
                var (shown, etag) = await app.OkAsync("POST", $"providers/{name}/disable");
                Assert.False(shown.GetProperty("enabled").GetBoolean());
                Assert.Equal(etag, (await app.OkAsync("POST", $"providers/{name}/disable")).ETag); // twice is not another change
            }

            foreach (var model in new[] { "m", "acme/m", "gpt-9", "openai/x", "demo" }) Assert.Null(app.Registry.Current.Find(model));
            Assert.Equal(3, (await app.OkAsync("GET", "providers")).Body.GetProperty("items").GetArrayLength());
        }

        // Also over a start, where a new credential from the environment changes the row.
        environment["OPENAI_API_KEY"] = "another";
        await using var again = await ProviderApp.StartAsync(database.Options, environment);
        Assert.Empty(again.Registry.Current.Models);
        Assert.Equal("another", again.Registry.Definitions.Single(p => p.Name == "openai").ApiKeys[0].Reveal());
        foreach (var name in new[] { "acme", "openai" }) Assert.True((await again.OkAsync("POST", $"providers/{name}/enable")).Body.GetProperty("enabled").GetBoolean());
        foreach (var model in new[] { "m", "gpt-9" }) Assert.NotNull(again.Registry.Current.Find(model));
        Assert.Equal(HttpStatusCode.NotFound, (await again.SendAsync("POST", "providers/nobody/enable")).Status);
    }

    [Fact]
    public async Task What_comes_from_elsewhere_is_changed_there_and_the_answer_says_where()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options, new Dictionary<string, string?>
        {
            ["OPENAI_API_KEY"] = "k", ["Parley:Providers:0:Name"] = "mine", ["Parley:Providers:0:Kind"] = "chat", ["Parley:Providers:0:BaseUrl"] = "https://mine.example/v1",
        });
        foreach (var (name, where) in new[] { ("openai", "OPENAI_API_KEY"), ("mine", "Parley:Providers") })
        {
            foreach (var (method, path, body) in new (string, string, object)[] { ("PATCH", "", new { cancelPolicy = "none" }), ("PUT", "/credentials", new { apiKeys = new[] { "x" } }) })
            {
                var (status, problem, _) = await app.SendAsync(method, $"providers/{name}{path}", body);
                Assert.Equal(HttpStatusCode.Conflict, status);
                Assert.Contains(where, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Another_address_forgets_what_the_old_one_listed_and_another_time_out_does_not()
    {
        await using var vendor = await FakeVendor.StartAsync("""{"data":[{"id":"m-1"}]}""");
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await app.PostAsync(new { name = "acme", kind = "chat", baseUrl = new Uri(vendor.Address, "/v1"), allowPrivateNetwork = true }, HttpStatusCode.Created);
        await app.OkAsync("POST", "providers/acme/models/refresh");
        await app.OkAsync("PATCH", "providers/acme", new { resilience = new { idleTimeoutMs = 1000 } });
        Assert.NotNull(app.Registry.Current.Find("m-1"));
        await app.OkAsync("PATCH", "providers/acme", new { baseUrl = new Uri(vendor.Address, "/v2") });
        Assert.Null(app.Registry.Current.Find("m-1"));
    }

    private static async Task<(JsonElement Body, string? ETag)> AddAsync(ProviderApp app) => await app.OkAsync("POST", "providers", new
    {
        name = "acme", kind = "chat", baseUrl = "https://api.acme.example/v1", apiKeys = new[] { "sk-canary-5f1f0c2e-WXYZ" }, models = new[] { new { id = "m" } }, resilience = new { maxRetries = 1 },
    });
}
