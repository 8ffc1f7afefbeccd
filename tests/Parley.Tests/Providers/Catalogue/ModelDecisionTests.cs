using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Tests.Infrastructure;
using static Parley.Tests.Providers.Catalogue.ModelStage;

namespace Parley.Tests.Providers.Catalogue;

/// <summary>What an operator decides about models: PATCH /api/v1/models/{id}.</summary>
public sealed class ModelDecisionTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task A_change_holds_for_the_next_request_and_null_puts_it_back(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await StartAsync(database);
        var (status, tag, body) = await PatchAsync(app, "fast", """{"aliases":["quick","a/b"],"contextWindow":9000,"maxOutputTokens":1000,"limits":{"requestsPerMinute":60,"concurrency":2}}""");
        Assert.Equal((HttpStatusCode.OK, "\"1\""), (status, tag));
        Assert.Equal((9000, 1000, 60), (body.GetProperty("contextWindow").GetInt64(), body.GetProperty("maxOutputTokens").GetInt64(), body.GetProperty("limits").GetProperty("requestsPerMinute").GetInt64()));
        foreach (var shown in new[] { body, await app.Client.GetFromJsonAsync<JsonElement>("models/fast") })
            Assert.Empty(shown.GetProperty("limits").EnumerateObject().Select(l => l.Name).Except(["requestsPerMinute", "tokensPerMinute", "concurrency"]));
        foreach (var name in new[] { "fast", "quick", "a/b" })
        {
            var route = app.Registry.Current.Find(name)!;
            Assert.Equal("fast", route.LimitedAs);
            Assert.Equal(("gpt-5-mini", 9000L, 1000L, 0.25m, 2), (route.Candidates[0].UpstreamModel, route.Candidates[0].ContextWindow!.Value, route.Candidates[0].MaxOutputTokens!.Value, route.Candidates[0].InputPrice!.Value, route.Limits!.Concurrency));
        }

        Assert.Equal(["quick", "a/b"], body.GetProperty("aliases").EnumerateArray().Select(a => a.GetString()));
        (_, tag, body) = await PatchAsync(app, "fast", """{"contextWindow":null}""");
        Assert.Equal(("\"2\"", 400000, 1000), (tag, body.GetProperty("contextWindow").GetInt64(), body.GetProperty("maxOutputTokens").GetInt64()));
        (_, _, body) = await PatchAsync(app, "fast", """{"aliases":null,"maxOutputTokens":null,"limits":null,"enabled":null}""");
        Assert.Equal((128000, false, 0), (body.GetProperty("maxOutputTokens").GetInt64(), body.TryGetProperty("limits", out _), body.GetProperty("aliases").GetArrayLength()));
        Assert.Null(app.Registry.Current.Find("quick"));

        // It is in the database, not only in memory.
        await PatchAsync(app, "fast", """{"enabled":false}""");
        await using var again = await ProviderApp.StartAsync(database.Options);
        Assert.Null(again.Registry.Current.Find("fast"));
        Assert.Equal("\"4\"", (await again.Client.GetAsync("models/fast")).Headers.ETag!.Tag);
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task A_disabled_model_is_not_there_by_any_name_but_stays_in_the_administration(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await StartAsync(database);
        Assert.NotNull(app.Registry.Current.Find("any/fast"));
        await PatchAsync(app, "fast", """{"enabled":false,"aliases":["quick"]}""");
        foreach (var name in new[] { "fast", "quick", "openai/fast", "any/fast" }) Assert.Null(app.Registry.Current.Find(name));
        Assert.NotNull(app.Registry.Current.Find("any/other"));
        Assert.DoesNotContain("fast", app.Registry.Current.Models.Select(m => m.Model));
        Assert.Equal(["fast"], Ids(await app.Client.GetFromJsonAsync<JsonElement>("models?state=disabled")));
        Assert.Equal(["demo", "gpt-4o", "mystery", "vendor/deep"], Ids(await app.Client.GetFromJsonAsync<JsonElement>("models?state=available")));
        await PatchAsync(app, "fast", """{"enabled":true}""");
        Assert.NotNull(app.Registry.Current.Find("quick"));
    }

    [Theory]
    [InlineData("""{"aliases":["gpt-4o"]}""", "aliases[0]", "is the name of a model")]
    [InlineData("""{"aliases":["ok","hers"]}""", "aliases[1]", "is an alias of mystery already")]
    [InlineData("""{"aliases":["off"]}""", "aliases[0]", "is the name of a model")]
    [InlineData("""{"aliases":["fast"]}""", "aliases[0]", "own name")]
    [InlineData("""{"aliases":["x","x"]}""", "aliases[1]", "twice")]
    [InlineData("""{"aliases":[""]}""", "aliases[0]", "1 to 256")]
    [InlineData("""{"aliases":[null]}""", "aliases[0]", "1 to 256")]
    [InlineData("""{"contextWindow":0}""", "contextWindow", "between 1 and")]
    [InlineData("""{"contextWindow":-5}""", "contextWindow", "between 1 and")]
    [InlineData("""{"contextWindow":"big"}""", "contextWindow", "wrong type")]
    [InlineData("""{"contextWindow":1000,"maxOutputTokens":2000}""", "maxOutputTokens", "more than contextWindow")]
    [InlineData("""{"limits":{"requestsPerMinute":-1}}""", "limits.requestsPerMinute", "between 0 (no limit) and")]
    [InlineData("""{"limits":{"perHour":1}}""", "limits.perHour", "not a member")]
    [InlineData("""{"limits":{"isNone":true}}""", "limits.isNone", "not a member")]
    [InlineData("""{"price":1}""", "price", "not a member")]
    public async Task A_bad_change_is_400_names_the_field_and_changes_nothing(string body, string field, string says)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        await app.PostAsync(new { name = "more", kind = "chat", baseUrl = "https://more.example/v1", models = new[] { new { id = "off" } } }, HttpStatusCode.Created);
        await PatchAsync(app, "off", """{"enabled":false}""");
        await PatchAsync(app, "mystery", """{"aliases":["hers"]}""");
        var (status, _, problem) = await PatchAsync(app, "fast", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(says, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
        using var read = await app.Client.GetAsync("models/fast");
        Assert.Equal("\"0\"", read.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        var (_, _, problem) = await PatchAsync(app, "fast", """{"contextWindow":0,"maxOutputTokens":-1,"aliases":["demo",""],"limits":{"concurrency":-1}}""");
        Assert.Equal(["aliases[0]", "aliases[1]", "contextWindow", "limits.concurrency", "maxOutputTokens"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Of_two_operators_the_second_is_told_the_version_that_there_is(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await StartAsync(database);
        Assert.Equal((HttpStatusCode.OK, "\"1\""), (await PatchAsync(app, "fast", """{"contextWindow":1000}""", ifMatch: "\"0\"")) is var first ? (first.Status, first.Tag) : default);
        var (status, tag, problem) = await PatchAsync(app, "fast", """{"contextWindow":2000}""", ifMatch: "\"0\"");
        Assert.Equal((HttpStatusCode.PreconditionFailed, "\"1\"", 1), (status, tag, problem.GetProperty("currentVersion").GetInt64()));
        Assert.Equal(1000, (await app.Client.GetFromJsonAsync<JsonElement>("models/fast")).GetProperty("contextWindow").GetInt64());
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(app, "fast", """{"contextWindow":3000}""", ifMatch: "\"1\"")).Status);
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(app, "fast", """{"contextWindow":4000}""")).Status);
        // What changes nothing leaves the version to who saw it before.
        Assert.Equal("\"3\"", (await PatchAsync(app, "fast", """{"contextWindow":4000}""")).Tag);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("routes/x")]
    [InlineData("GPT-5")]
    [InlineData("nobody/gpt-5")]
    [InlineData("acme/whatever")]
    [InlineData("any/")]
    public async Task An_unknown_one_is_404(string id)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        using var read = await app.Client.GetAsync("models/" + id);
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PatchAsync(app, id, """{"enabled":false}""")).Status);
    }

    /// <summary>Also what no list names, if a provider would take it or the catalogue knows it.</summary>
    [Theory]
    [InlineData("any/whatever", "any/whatever", "any")]
    [InlineData("ANY/whatever", "any/whatever", "any")]
    [InlineData("any/org/deep%2Fer", "any/org/deep/er", "any")]
    [InlineData("claude-next", "claude-next", "anthropic")]
    [InlineData("anthropic/claude-next", "anthropic/claude-next", "anthropic")]
    [InlineData("openai/fast", "openai/fast", "openai")]
    [InlineData("gpt-5", "gpt-5", null)]
    [InlineData("mistral/mistral-large-2512", "mistral/mistral-large-2512", null)]
    public async Task Whatever_a_request_could_name_can_be_decided_about_before_it_is_listed(string path, string id, string? provider)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database, new Dictionary<string, string?> { ["ANTHROPIC_API_KEY"] = "sk-ant-canary" });
        var before = await app.Client.GetFromJsonAsync<JsonElement>("models/" + path);
        Assert.Equal((id, provider is null ? "unserved" : "available"), (before.GetProperty("id").GetString(), before.GetProperty("state").GetString()));
        Assert.DoesNotContain(id, Ids(await app.Client.GetFromJsonAsync<JsonElement>("models")));
        var (status, tag, body) = await PatchAsync(app, path, """{"contextWindow":5000,"limits":{"requestsPerMinute":3,"concurrency":0}}""");
        Assert.Equal((HttpStatusCode.OK, "\"1\"", id, 5000), (status, tag, body.GetProperty("id").GetString(), body.GetProperty("contextWindow").GetInt64()));
        Assert.Equal("""{"requestsPerMinute":3,"tokensPerMinute":null,"concurrency":null}""", body.GetProperty("limits").GetRawText());
        Assert.Equal(provider is null ? [] : [provider], body.GetProperty("providers").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.Contains(id, Ids(await app.Client.GetFromJsonAsync<JsonElement>("models")));
        Assert.Equal(provider is not null, Ids(await app.Client.GetFromJsonAsync<JsonElement>("models?state=available")).Contains(id));
        Assert.Equal(provider is null ? null : 5000L, app.Registry.Current.Find(id)?.Candidates[0].ContextWindow);

        await PatchAsync(app, path, """{"enabled":false}""");
        Assert.Null(app.Registry.Current.Find(id));
        Assert.Contains(id, Ids(await app.Client.GetFromJsonAsync<JsonElement>("models?state=disabled")));
        await PatchAsync(app, path, """{"enabled":null,"contextWindow":null,"limits":null}""");
        Assert.Equal(provider is not null, app.Registry.Current.Find(id) is not null);
        Assert.DoesNotContain(id, Ids(await app.Client.GetFromJsonAsync<JsonElement>("models")));
    }

    [Fact]
    public async Task An_if_match_that_is_none_is_400()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        Assert.Equal(HttpStatusCode.BadRequest, (await PatchAsync(app, "fast", """{"enabled":false}""", ifMatch: "one")).Status);
        Assert.NotNull(app.Registry.Current.Find("fast"));
    }
}
