using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Catalogue;

public sealed class ModelEndpointsTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Models_are_listed_with_what_is_known_and_nothing_of_what_is_not(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await StartAsync(database);
        var list = await app.Client.GetFromJsonAsync<JsonElement>("models");
        Assert.Equal(["demo", "fast", "gpt-4o", "mystery", "vendor/deep"], Ids(list));
        var fast = list.GetProperty("items")[1];
        Assert.Equal(("gpt-5-mini", "openai"), (fast.GetProperty("providers")[0].GetProperty("upstreamName").GetString(), fast.GetProperty("providers")[0].GetProperty("name").GetString()));
        Assert.Equal((400000, 128000, "chat", "available"), (fast.GetProperty("contextWindow").GetInt64(), fast.GetProperty("maxOutputTokens").GetInt64(), fast.GetProperty("mode").GetString(), fast.GetProperty("state").GetString()));
        var price = fast.GetProperty("price");
        Assert.Equal(("0.25", "2", "0.025", "USD", "openai", "B", "2026-08-21"), (price.GetProperty("input").GetString(), price.GetProperty("output").GetString(), price.GetProperty("cacheRead").GetString(),
            price.GetProperty("currency").GetString(), price.GetProperty("seller").GetString(), price.GetProperty("confidence").GetString(), price.GetProperty("asOf").GetString()));
        Assert.Equal(["text", "image", "file"], fast.GetProperty("modalities").GetProperty("input").EnumerateArray().Select(m => m.GetString()));
        Assert.Contains("tools", fast.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
        var mystery = list.GetProperty("items")[3];
        foreach (var unknown in new[] { "contextWindow", "maxOutputTokens", "price", "prices", "capabilities", "modalities", "mode", "deprecationDate", "limits" })
            Assert.False(mystery.TryGetProperty(unknown, out _), unknown);
    }

    [Theory]
    [InlineData("provider=openai", "fast", "gpt-4o")]
    [InlineData("provider=OPENAI&capability=reasoning", "fast")]
    [InlineData("capability=vision&capability=structured_output", "fast", "gpt-4o")]
    [InlineData("minContext=128000", "fast", "gpt-4o", "vendor/deep")]
    [InlineData("minContext=400000", "fast", "vendor/deep")]
    [InlineData("maxInputPrice=0.25", "fast")]
    [InlineData("maxInputPrice=2.5", "fast", "gpt-4o", "vendor/deep")]
    [InlineData("maxOutputPrice=5", "fast", "vendor/deep")]
    [InlineData("maxOutputPrice=0")]
    [InlineData("state=enabled", "demo", "fast", "gpt-4o", "mystery", "vendor/deep")]
    [InlineData("state=disabled")]
    [InlineData("state=deprecated")]
    [InlineData("provider=nobody")]
    public async Task Filters_let_pass_what_is_known_to_fit(string query, params string[] expected)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        Assert.Equal(expected, Ids(await app.Client.GetFromJsonAsync<JsonElement>("models?" + query)));
    }

    [Theory]
    [InlineData("capability=flying", "capability")]
    [InlineData("capability=structuredOutput", "capability")]
    [InlineData("minContext=-1", "minContext")]
    [InlineData("minContext=many", "minContext")]
    [InlineData("maxInputPrice=-0.1", "maxInputPrice")]
    [InlineData("maxOutputPrice=cheap", "maxOutputPrice")]
    [InlineData("state=asleep", "state")]
    [InlineData("limit=0", "limit")]
    [InlineData("cursor=!!", "cursor")]
    public async Task A_bad_filter_is_400_and_named(string query, string field)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        foreach (var path in new[] { "models?", "models/capabilities?" })
        {
            using var answer = await app.Client.GetAsync(path + query);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _));
        }
    }

    [Fact]
    public async Task Pages_are_by_name_without_gaps()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        foreach (var path in new[] { "models", "models/capabilities" })
        {
            List<string> seen = [];
            for (string? cursor = ""; cursor is not null;)
            {
                var page = await app.Client.GetFromJsonAsync<JsonElement>($"{path}?limit=2&cursor={cursor}");
                seen.AddRange(Ids(page));
                cursor = page.GetProperty("next").GetString();
            }

            Assert.Equal(["demo", "fast", "gpt-4o", "mystery", "vendor/deep"], seen);
        }
    }

    [Fact]
    public async Task The_table_says_yes_no_or_nothing()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        var table = await app.Client.GetFromJsonAsync<JsonElement>("models/capabilities?provider=openai");
        var columns = table.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()!).ToList();
        Assert.Contains("reasoning", columns);
        Assert.DoesNotContain("fim", columns);
        var rows = table.GetProperty("items").EnumerateArray().ToDictionary(r => r.GetProperty("id").GetString()!, r => r.GetProperty("can"));
        Assert.All(rows.Values, can => Assert.Equal(columns, can.EnumerateObject().Select(c => c.Name)));
        Assert.Equal((true, false), (rows["fast"].GetProperty("reasoning").GetBoolean(), rows["gpt-4o"].GetProperty("reasoning").GetBoolean()));
        var unknown = await app.Client.GetFromJsonAsync<JsonElement>("models/capabilities?provider=acme");
        Assert.False(unknown.GetProperty("items")[0].TryGetProperty("can", out _));
    }

    [Theory]
    [InlineData("models/vendor/deep")]
    [InlineData("models/vendor%2Fdeep")]
    public async Task One_is_read_by_its_name_with_slashes(string path)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        using var answer = await app.Client.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "\"0\""), (answer.StatusCode, answer.Headers.ETag?.Tag));
        var model = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("vendor/deep", model.GetProperty("id").GetString());
        // All its prices, of which one is asked of an ordinary request now.
        Assert.True(model.GetProperty("prices").GetArrayLength() >= 3);
        Assert.Contains("all other hours", model.GetProperty("price").GetProperty("condition").GetString(), StringComparison.Ordinal);
    }

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

    [Theory]
    [InlineData("any/n5", "provider any")]
    [InlineData("ANY/n5", "provider any")]
    [InlineData("acme/mystery", "provider acme")]
    [InlineData("openai/gpt-4o", "provider openai")]
    [InlineData("anthropic/whatever", "provider anthropic")]
    [InlineData("claude-next", "provider anthropic")]
    [InlineData("demo/demo", "provider demo")]
    [InlineData("team", "the name of a model or a route")]
    [InlineData("dead", "the name of a model or a route")]
    public async Task An_alias_cannot_take_a_name_that_leads_somewhere(string alias, string says)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database, new Dictionary<string, string?>
        {
            ["ANTHROPIC_API_KEY"] = "sk-ant-canary",
            ["Parley:Routes:0:Name"] = "team", ["Parley:Routes:0:Candidates:0:Model"] = "fast",
            ["Parley:Routes:1:Name"] = "dead", ["Parley:Routes:1:Candidates:0:Model"] = "nobody",
        });
        var before = Leads(app, alias);
        var (status, _, problem) = await PatchAsync(app, "fast", $$"""{"aliases":["ok","{{alias}}"]}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(says, Assert.Single(problem.GetProperty("errors").GetProperty("aliases[1]").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(before, Leads(app, alias));
        Assert.Null(app.Registry.Current.Find("ok"));

        // A snapshot may be built anew meanwhile: where the name leads is what must not change.
        static (string?, string?) Leads(ProviderApp app, string alias) => app.Registry.Current.Find(alias)?.Candidates[0] is { } target ? (target.Upstream.Name, target.UpstreamModel) : (null, null);
    }

    [Fact]
    public async Task A_name_that_leads_nowhere_can_be_an_alias_and_stays_one_when_it_would_lead_somewhere_later()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        // Nobody is called so, and this provider takes only what it lists.
        foreach (var alias in new[] { "later/n5", "acme/n5" })
        {
            Assert.Equal(HttpStatusCode.OK, (await PatchAsync(app, "fast", $$"""{"aliases":["{{alias}}"]}""")).Status);
            Assert.Equal("gpt-5-mini", app.Registry.Current.Find(alias)!.Candidates[0].UpstreamModel);
        }

        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(app, "fast", """{"aliases":["later/n5"]}""")).Status);
        await app.PostAsync(new { name = "later", kind = "chat", baseUrl = "https://later.example/v1" }, HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(app, "fast", """{"aliases":["more","later/n5"]}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PatchAsync(app, "gpt-4o", """{"aliases":["later/n6"]}""")).Status);
    }

    [Fact]
    public async Task Auto_can_be_an_alias_only_where_it_has_nothing_to_choose_from()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using (var app = await ProviderApp.StartAsync(database.Options))
        {
            Assert.Equal(HttpStatusCode.OK, (await PatchAsync(app, "demo", """{"aliases":["auto"]}""")).Status);
            Assert.Equal("demo", app.Registry.Current.Find("auto")!.AliasOf);
            Assert.Equal(HttpStatusCode.OK, (await PatchAsync(app, "demo", """{"aliases":[]}""")).Status);
        }

        await using var more = await StartAsync(database);
        Assert.Equal(HttpStatusCode.BadRequest, (await PatchAsync(more, "demo", """{"aliases":["auto"]}""")).Status);
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
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Of_many_who_give_one_alias_away_at_once_one_succeeds(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await StartAsync(database);
        string[] models = ["fast", "gpt-4o", "mystery", "vendor/deep", "demo"];
        var answers = await Task.WhenAll(models.Select(m => PatchAsync(app, m, """{"aliases":["wanted"]}""")));
        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.Equal(4, answers.Count(a => a.Status == HttpStatusCode.BadRequest));
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
    public async Task What_an_alias_stands_for_is_changed_by_its_own_name()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        await PatchAsync(app, "fast", """{"aliases":["later/x"]}""");
        await app.PostAsync(new { name = "later", kind = "chat", baseUrl = "https://later.example/v1" }, HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.NotFound, (await PatchAsync(app, "later/x", """{"enabled":false}""")).Status);
        Assert.Equal("fast", app.Registry.Current.Find("later/x")!.AliasOf);
    }

    [Fact]
    public async Task An_if_match_that_is_none_is_400()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        Assert.Equal(HttpStatusCode.BadRequest, (await PatchAsync(app, "fast", """{"enabled":false}""", ifMatch: "one")).Status);
        Assert.NotNull(app.Registry.Current.Find("fast"));
    }

    [Fact]
    public async Task A_model_that_takes_an_aliass_name_later_goes_before_it()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        await PatchAsync(app, "fast", """{"aliases":["later"]}""");
        await app.PostAsync(new { name = "more", kind = "chat", baseUrl = "https://more.example/v1", models = new[] { new { id = "later" } } }, HttpStatusCode.Created);
        Assert.Equal("more", app.Registry.Current.Find("later")!.Candidates[0].Upstream.Name);
    }

    private static async Task<ProviderApp> StartAsync(TestDatabase database, Dictionary<string, string?>? configuration = null)
    {
        var app = await ProviderApp.StartAsync(database.Options, configuration);
        await app.PostAsync(new { name = "openai", kind = "chat", baseUrl = "https://api.acme.example/v1", apiKeys = new[] { "k" }, models = new object[] { new { id = "fast", upstreamName = "gpt-5-mini" }, new { id = "gpt-4o" } } }, HttpStatusCode.Created);
        await app.PostAsync(new { name = "acme", kind = "chat", baseUrl = "https://acme.example/v1", models = new[] { new { id = "mystery" } } }, HttpStatusCode.Created);
        await app.PostAsync(new { name = "deepseek", kind = "chat", baseUrl = "https://deep.example/v1", models = new[] { new { id = "vendor/deep", upstreamName = "deepseek-v4-pro" } } }, HttpStatusCode.Created);
        await app.PostAsync(new { name = "any", kind = "chat", baseUrl = "https://any.example/v1" }, HttpStatusCode.Created);
        return app;
    }

    private static async Task<(HttpStatusCode Status, string? Tag, JsonElement Body)> PatchAsync(ProviderApp app, string id, string body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "models/" + id) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await app.Client.SendAsync(request);
        return (answer.StatusCode, answer.Headers.ETag?.Tag, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!);
}
