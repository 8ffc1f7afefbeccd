using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Gateway.Routing;
using Parley.Providers.Model;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers;

/// <summary>GET and PUT /api/v1/models/routes, and routes of the configuration.</summary>
public sealed class RouteEndpointsTests
{
    private const string Path = "models/routes";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task A_route_holds_for_the_next_request_with_all_that_was_said_and_after_a_start(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using (var app = await StartAsync(database))
        {
            await app.OkAsync("PUT", Path, """
                {"routes":[{"name":"support","objective":"vr","candidates":[{"model":"fast","weight":3},
                  {"model":"clever","weight":1,"when":{"context":["technical"],"tags":["t"],"callers":["u1"],"minPromptTokens":10,"maxPromptTokens":20,"needs":["vision","structured_output"]}}],
                  "fallbacks":["spare"],"hedge":{"enabled":true,"maxExtra":0.02},"cacheSeconds":60}]}
                """);
            Check(app);
        }

        await using var again = await StartAsync(database, add: false);
        Check(again);

        static void Check(ProviderApp app)
        {
            var route = app.Registry.Current.Find("support")!;
            var rule = route.Rule!;
            Assert.Equal(["fast", "clever", "spare"], route.Candidates.Select(c => c.UpstreamModel));
            Assert.Equal(("vr", 0.7, 0.02, 60.0), (rule.Objective, rule.MaxFirstToken!.Value.TotalSeconds, rule.HedgeShare, rule.CacheFor!.Value.TotalSeconds));
            Assert.Equal([("fast", 3.0), ("clever", 1.0)], rule.Choices.Select(c => (c.Model, c.Weight)));
            Assert.Equal("spare", Assert.Single(rule.Fallbacks).Model);
            Assert.Null(rule.Choices[0].When);
            var when = rule.Choices[1].When!;
            Assert.Equal(("technical", "t", "u1", 10L, 20L), (when.Contexts.Single(), when.Tags.Single(), when.Callers.Single(), when.MinPromptTokens!.Value, when.MaxPromptTokens!.Value));
            Assert.Equal(ModelCapabilities.Vision | ModelCapabilities.StructuredOutput, when.Needs);
        }
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_and_nothing_changes()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        await app.OkAsync("PUT", Path, """{"routes":[{"name":"kept","candidates":[{"model":"fast"}]}]}""");
        var (before, etag) = await app.OkAsync("GET", Path);
        Assert.Equal(
            ["routes[0].candidates", "routes[1].name", "routes[2].candidates[0].model", "routes[2].candidates[0].weight", "routes[2].candidates[0].when.context[0]",
                "routes[2].candidates[0].when.maxPromptTokens", "routes[2].candidates[0].when.needs[0]", "routes[2].fallbacks[0]", "routes[2].hedge.maxExtra", "routes[2].maxTtftMs",
                "routes[2].name", "routes[2].objective", "routes[3].candidates", "routes[3].name", "routes[4].name"],
            await app.ErrorsAsync("PUT", Path, """
                {"routes":[{"name":"twice","candidates":[{"model":"fast","weight":0},{"model":"clever","weight":0}]},
                           {"name":"twice","candidates":[{"model":"fast"}]},
                           {"name":"odd/name","objective":"best","maxTtftMs":1,"hedge":{"maxExtra":1.5},"fallbacks":["nobody-has-this"],
                            "candidates":[{"model":"nobody","weight":-1,"when":{"context":["poem"],"needs":["structuredOutput"],"minPromptTokens":5,"maxPromptTokens":4}}]},
                           null,
                           {"name":"clever","candidates":[{"model":"fast"}]}]}
                """));
        foreach (var (body, field) in new[]
        {
            ("""{"routes":[{"name":"x","candidates":[{"model":"fast","share":1}]}]}""", "routes[0].candidates[0].share"), ("""{}""", "routes"), ("""{"routes":[],"more":1}""", "more"),
            ("""{"routes":[{"name":"x","candidates":[{"model":"fast","when":{"minPromptTokens":-1}}]}]}""", "routes[0].candidates[0].when.minPromptTokens"),
            ("""{"routes":[{"name":"x","candidates":[]}]}""", "routes[0].candidates"), ("""{"routes":[{"name":"x","candidates":[{"model":"fast"}],"cacheSeconds":-1}]}""", "routes[0].cacheSeconds"),
            ("""{"routes":[{"name":"x","candidates":[null]}]}""", "routes[0].candidates[0].model"),
        }) Assert.Contains(field, await app.ErrorsAsync("PUT", Path, body));
        var (after, same) = await app.OkAsync("GET", Path);
        Assert.Equal((before.GetRawText(), etag), (after.GetRawText(), same));
    }

    [Theory]
    [InlineData("""[{"name":"a","candidates":[{"model":"a"}]}]""", "routes[0].candidates[0].model")]
    [InlineData("""[{"name":"a","candidates":[{"model":"b"}]},{"name":"b","candidates":[{"model":"fast"}],"fallbacks":["a"]}]""", "routes[0].candidates[0].model,routes[1].fallbacks[0]")]
    [InlineData("""[{"name":"a","candidates":[{"model":"b"}]},{"name":"b","candidates":[{"model":"c"}]},{"name":"c","candidates":[{"model":"fast"},{"model":"a"}]}]""",
        "routes[0].candidates[0].model,routes[1].candidates[0].model,routes[2].candidates[1].model")]
    [InlineData("""[{"name":"a","candidates":[{"model":"configured"}]}]""", "routes[0].candidates[0].model")]
    public async Task A_circle_is_refused_and_the_way_is_told(string routes, string fields)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database, ("Parley:Routes:0:Name", "configured"), ("Parley:Routes:0:Candidates:0:Model", "fast"), ("Parley:Routes:0:Fallbacks:0", "a"));
        Assert.Equal(fields.Split(','), await app.ErrorsAsync("PUT", Path, $$"""{"routes":{{routes}}}"""));
        Assert.Null(app.Registry.Current.Find("a"));
    }

    [Fact]
    public async Task A_route_within_a_route_stands_for_its_models()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        await app.OkAsync("PUT", Path, """{"routes":[{"name":"outer","candidates":[{"model":"inner"},{"model":"spare"}]},{"name":"inner","candidates":[{"model":"clever"},{"model":"acme/fast"}]}]}""");
        Assert.Equal(["clever", "fast", "spare"], app.Registry.Current.Find("outer")!.Candidates.Select(c => c.UpstreamModel));
        Assert.Equal(["inner", "spare"], app.Registry.Current.Find("outer")!.Rule!.Choices.Select(c => c.Model));
    }

    [Fact]
    public async Task What_is_read_can_be_sent_back_with_its_version_and_only_once()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database, ("Parley:Routes:0:Name", "configured"), ("Parley:Routes:0:Candidates:0:Model", "fast"));
        var (empty, first) = await app.OkAsync("GET", Path);
        Assert.Equal("configuration", Assert.Single(empty.GetProperty("routes").EnumerateArray()).GetProperty("origin").GetString());
        var edited = JsonNode.Parse(empty.GetRawText())!.AsObject();
        edited["routes"]!.AsArray().Add(JsonNode.Parse("""{"name":"mine","candidates":[{"model":"spare"}]}"""));
        var (_, second) = await app.OkAsync("PUT", Path, edited.ToJsonString(), first);
        Assert.NotEqual(first, second);
        // What only repeats the configuration stays the configuration's.
        Assert.Equal(["mine:operator", "configured:configuration"], await OriginsAsync(app));
        var (status, problem, current) = await app.SendAsync("PUT", Path, edited.ToJsonString(), first);
        Assert.Equal((HttpStatusCode.PreconditionFailed, second), (status, current));
        Assert.Equal(second, $"\"{problem.GetProperty("currentVersion").GetInt64()}\"");

        // An operator's route beats the configuration's of the same name, and gives it back when it goes.
        await app.OkAsync("PUT", Path, """{"routes":[{"name":"configured","candidates":[{"model":"clever"}]}]}""", second);
        Assert.Equal(["configured:operator"], await OriginsAsync(app));
        Assert.Equal("clever", app.Registry.Current.Find("configured")!.Candidates[0].UpstreamModel);
        await app.OkAsync("PUT", Path, """{"routes":[]}""");
        Assert.Equal("fast", app.Registry.Current.Find("configured")!.Candidates[0].UpstreamModel);
        Assert.Null(app.Registry.Current.Find("mine"));
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Of_those_who_saw_the_same_list_one_wins(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await StartAsync(database);
        var (_, etag) = await app.OkAsync("GET", Path);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            app.SendAsync("PUT", Path, new { routes = new[] { new { name = $"r{i}-a", candidates = new[] { new { model = "fast" } } }, new { name = $"r{i}-b", candidates = new[] { new { model = "fast" } } } } }, etag)));
        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a.Status == HttpStatusCode.PreconditionFailed));
        var names = (await app.OkAsync("GET", Path)).Body.GetProperty("routes").EnumerateArray().Select(r => r.GetProperty("name").GetString()![..2]).ToList();
        Assert.Equal((2, 1), (names.Count, names.Distinct().Count()));
    }

    [Fact]
    public async Task A_route_whose_model_goes_serves_with_the_rest_and_tells_what_is_missing()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        await app.PostAsync(new { name = "second", kind = "chat", baseUrl = "https://second.example/v1", models = new[] { new { id = "only-here" } } }, HttpStatusCode.Created);
        await app.OkAsync("PUT", Path, """{"routes":[{"name":"r","candidates":[{"model":"only-here"},{"model":"fast"}]},{"name":"s","candidates":[{"model":"only-here"}]}]}""");
        await app.OkAsync("DELETE", "providers/second");
        Assert.Equal("fast", Assert.Single(app.Registry.Current.Find("r")!.Candidates).UpstreamModel);
        Assert.Null(app.Registry.Current.Find("s"));
        Assert.Contains("only-here", app.Registry.Current.Unserved["s"], StringComparison.Ordinal);
        foreach (var route in (await app.OkAsync("GET", Path)).Body.GetProperty("routes").EnumerateArray())
            Assert.Equal("only-here", Assert.Single(route.GetProperty("missing").EnumerateArray()).GetString());
        // Disabled counts like gone, and what comes back serves again.
        await app.OkAsync("POST", "providers/acme/disable");
        Assert.Null(app.Registry.Current.Find("r"));
        await app.OkAsync("POST", "providers/acme/enable");
        Assert.NotNull(app.Registry.Current.Find("r"));
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task What_is_told_is_accepted_back_unchanged_while_models_are_missing(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await StartAsync(database, ("Parley:Routes:0:Name", "configured"), ("Parley:Routes:0:Candidates:0:Model", "not-yet"), ("Parley:Routes:0:Fallbacks:0", "only-here"));
        await app.PostAsync(new { name = "second", kind = "chat", baseUrl = "https://second.example/v1", models = new[] { new { id = "only-here" } } }, HttpStatusCode.Created);
        await app.OkAsync("PUT", Path, """{"routes":[{"name":"r","candidates":[{"model":"fast"},{"model":"only-here"}],"fallbacks":["second/only-here"]},{"name":"s","candidates":[{"model":"only-here"}]},{"name":"t","candidates":[{"model":"s"}]}]}""");
        await app.OkAsync("POST", "providers/second/disable");
        var (told, etag) = await app.OkAsync("GET", Path);
        Assert.Equal(4, told.GetProperty("routes").EnumerateArray().Count(r => r.GetProperty("missing").GetArrayLength() > 0));
        var (answer, _) = await app.OkAsync("PUT", Path, told.GetRawText(), etag);
        Assert.Equal(told.GetRawText(), answer.GetRawText());
        Assert.Equal(["r:operator", "s:operator", "t:operator", "configured:configuration"], await OriginsAsync(app));

        // Only the same route may name it, and only what it names already.
        Assert.Equal(["routes[0].candidates[1].model", "routes[0].fallbacks[1]", "routes[1].candidates[0].model"], await app.ErrorsAsync("PUT", Path, """
            {"routes":[{"name":"s","candidates":[{"model":"only-here"},{"model":"second/only-here"}],"fallbacks":["only-here","nobody"]},{"name":"u","candidates":[{"model":"only-here"}]}]}
            """));
        // A route that goes with the list itself is a mistake of the list.
        Assert.Equal(["routes[0].candidates[0].model"], await app.ErrorsAsync("PUT", Path, """{"routes":[{"name":"t","candidates":[{"model":"s"}]}]}"""));
        // A changed route of the configuration becomes the operator's, with what it missed before.
        await app.OkAsync("PUT", Path, """{"routes":[{"name":"configured","objective":"fastest","origin":"configuration","candidates":[{"model":"not-yet"}]}]}""");
        Assert.Equal(["configured:operator"], await OriginsAsync(app));
        await app.OkAsync("POST", "providers/second/enable");
        Assert.Equal(["routes[0].candidates[0].model"], await app.ErrorsAsync("PUT", Path, """{"routes":[{"name":"x","origin":"configuration","candidates":[{"model":"not-yet"}]}]}"""));
    }

    /// <summary>Routes of before there was one vocabulary.</summary>
    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Stored_routes_with_the_older_words_hold_and_are_told_in_the_new_ones(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using (var db = database.CreateDbContext())
        {
            db.Add(new RouteRow
            {
                Origin = ProviderOrigin.Operator, Name = "old", CreatedAt = DateTimeOffset.UtcNow,
                Definition = """{"name":"old","candidates":[{"model":"fast","when":{"needs":["structuredOutput","audioInput","vision"]}},{"model":"spare"}]}""",
            });
            await db.SaveChangesAsync();
        }

        await using var app = await StartAsync(database);
        Assert.Equal(ModelCapabilities.StructuredOutput | ModelCapabilities.AudioInput | ModelCapabilities.Vision, app.Registry.Current.Find("old")!.Rule!.Choices[0].When!.Needs);
        var (told, etag) = await app.OkAsync("GET", Path);
        Assert.Equal(["structured_output", "audio_in", "vision"], told.GetProperty("routes")[0].GetProperty("candidates")[0].GetProperty("when").GetProperty("needs").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal(told.GetRawText(), (await app.OkAsync("PUT", Path, told.GetRawText(), etag)).Body.GetRawText());
    }

    [Fact]
    public async Task Names_that_differ_only_by_case_are_refused()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database, ("Parley:Routes:0:Name", "configured"), ("Parley:Routes:0:Candidates:0:Model", "fast"));
        Assert.Equal(["routes[0].name", "routes[2].name"], await app.ErrorsAsync("PUT", Path, """
            {"routes":[{"name":"Configured","candidates":[{"model":"fast"}]},{"name":"support","candidates":[{"model":"fast"}]},{"name":"Support","candidates":[{"model":"spare"}]}]}
            """));
        var problem = await Assert.ThrowsAsync<UserError>(() => StartAsync(database, add: false, ("Parley:Routes:0:Name", "x"), ("Parley:Routes:0:Candidates:0:Model", "fast"), ("Parley:Routes:1:Name", "X"), ("Parley:Routes:1:Candidates:0:Model", "fast")));
        Assert.Contains("differs only by case from the route x", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_circle_within_the_configuration_stops_the_start_and_the_way_is_told()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var problem = await Assert.ThrowsAsync<UserError>(() => StartAsync(database, add: false,
            ("Parley:Routes:0:Name", "a"), ("Parley:Routes:0:Candidates:0:Model", "b"), ("Parley:Routes:1:Name", "b"), ("Parley:Routes:1:Candidates:0:Model", "fast"), ("Parley:Routes:1:Fallbacks:0", "a")));
        Assert.Contains("a > b > a", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public async Task A_provider_cannot_take_a_routes_name_and_a_discovered_model_of_it_stays_reachable()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        await app.OkAsync("PUT", Path, """{"routes":[{"name":"support","candidates":[{"model":"fast"}]}]}""");
        var taken = new { name = "second", kind = "chat", baseUrl = "https://second.example/v1", models = new[] { new { id = "fine" }, new { id = "support" } } };
        Assert.Equal(["models[1].id"], await app.ErrorsAsync("POST", "providers", JsonSerializer.Serialize(taken)));
        Assert.Equal(["models[0].id"], await app.ErrorsAsync("PATCH", "providers/acme", """{"models":[{"id":"support"},{"id":"fast"}]}"""));

        // What came with the model before the route did, or lists it by itself, is let be.
        await app.PostAsync(new { name = "open", kind = "chat", baseUrl = "https://open.example/v1" }, HttpStatusCode.Created);
        await using (var db = database.CreateDbContext())
        {
            var row = db.Set<Provider>().Single(p => p.Name == "open");
            (row.DiscoveredModels, row.DiscoveredAt) = ("""["support","other"]""", DateTimeOffset.UtcNow);
            await db.SaveChangesAsync();
        }

        await app.Registry.ReloadAsync(CancellationToken.None);
        Assert.Equal("fast", app.Registry.Current.Find("support")!.Candidates.Single().UpstreamModel);
        Assert.Equal("open", app.Registry.Current.Find("open/support")!.Candidates.Single().Upstream.Name);
        Assert.Contains("open/support", app.Registry.Current.Models.Select(m => m.Model));
        Assert.Equal("open/support", Assert.Single((await app.OkAsync("GET", "models/support")).Body.GetProperty("reachedAs").EnumerateArray()).GetString());
        Assert.False((await app.OkAsync("GET", "models/other")).Body.TryGetProperty("reachedAs", out _));
        await app.Registry.ReloadAsync(CancellationToken.None);
        Assert.Equal(2, app.Log.Text.Split("The name support is a route's").Length); // told once
    }

    [Fact]
    public async Task A_circle_that_is_in_force_already_does_not_hinder_a_change()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using (var app = await StartAsync(database, ("Parley:Routes:0:Name", "configured"), ("Parley:Routes:0:Candidates:0:Model", "fast")))
            await app.OkAsync("PUT", Path, """{"routes":[{"name":"a","candidates":[{"model":"fast"},{"model":"configured"}]}]}""");
        await using var again = await StartAsync(database, add: false, ("Parley:Routes:0:Name", "configured"), ("Parley:Routes:0:Candidates:0:Model", "fast"), ("Parley:Routes:0:Fallbacks:0", "a"));
        var (told, etag) = await again.OkAsync("GET", Path);
        Assert.Equal(told.GetRawText(), (await again.OkAsync("PUT", Path, told.GetRawText(), etag)).Body.GetRawText());
        Assert.Equal(["routes[0].candidates[0].model", "routes[1].fallbacks[0]"], await again.ErrorsAsync("PUT", Path, """{"routes":[{"name":"b","candidates":[{"model":"c"}]},{"name":"c","candidates":[{"model":"fast"}],"fallbacks":["b"]}]}"""));
    }

    [Fact]
    public async Task The_configurations_routes_do_not_count_when_they_are_sent_back()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database, ("Parley:Routes:0:Name", "configured"), ("Parley:Routes:0:Candidates:0:Model", "fast"));
        static string List(int count) => $$"""{"routes":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"name":"r{{i}}","candidates":[{"model":"fast"}]}"""))}}]}""";
        await app.OkAsync("PUT", Path, List(500));
        var (told, _) = await app.OkAsync("GET", Path);
        Assert.Equal(501, told.GetProperty("routes").GetArrayLength());
        await app.OkAsync("PUT", Path, told.GetRawText());
        Assert.Equal(["routes"], await app.ErrorsAsync("PUT", Path, List(501)));
    }

    [Fact]
    public async Task A_change_by_another_process_is_noticed()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var one = await StartAsync(database);
        await using var two = await StartAsync(database, add: false);
        await one.OkAsync("PUT", Path, """{"routes":[{"name":"r","candidates":[{"model":"fast"}]}]}""");
        await Eventually.TrueAsync(() => two.Registry.Current.Find("r") is not null, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Routes_of_the_configuration_follow_it_and_a_bad_one_stops_the_start()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using (var app = await StartAsync(database, ("Parley:Routes:0:Name", "r"), ("Parley:Routes:0:Candidates:0:Model", "not-yet"), ("Parley:Routes:0:Candidates:0:Weight", "2.5")))
        {
            Assert.Contains("not-yet", app.Log.Text, StringComparison.Ordinal);
            Assert.Equal("not-yet", app.Registry.NamedRoutes.Single().Candidates.Single().Model);
        }

        await using (var app = await StartAsync(database, add: false)) Assert.Empty(app.Registry.NamedRoutes);
        var problem = await Assert.ThrowsAsync<UserError>(() => StartAsync(database, add: false, ("Parley:Routes:0:Name", "r"), ("Parley:Routes:0:Objective", "best")));
        Assert.Contains("routes[0].objective", problem.Message, StringComparison.Ordinal);
        Assert.Contains("routes[0].candidates", problem.Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> OriginsAsync(ProviderApp app) =>
        [.. (await app.OkAsync("GET", Path)).Body.GetProperty("routes").EnumerateArray().Select(r => $"{r.GetProperty("name").GetString()}:{r.GetProperty("origin").GetString()}")];

    private static Task<ProviderApp> StartAsync(TestDatabase database, params (string, string)[] settings) => StartAsync(database, add: true, settings);

    private static async Task<ProviderApp> StartAsync(TestDatabase database, bool add, params (string Key, string Value)[] settings)
    {
        var app = await ProviderApp.StartAsync(database.Options, settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        if (add)
            await app.PostAsync(new { name = "acme", kind = "chat", baseUrl = "https://api.acme.example/v1", models = new[] { new { id = "fast" }, new { id = "clever" }, new { id = "spare" } } }, HttpStatusCode.Created);
        return app;
    }
}
