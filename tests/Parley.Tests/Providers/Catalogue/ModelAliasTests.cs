using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Tests.Infrastructure;
using static Parley.Tests.Providers.Catalogue.ModelStage;

namespace Parley.Tests.Providers.Catalogue;

/// <summary>Other names of models.</summary>
public sealed class ModelAliasTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

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
    public async Task A_model_that_takes_an_aliass_name_later_goes_before_it()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        await PatchAsync(app, "fast", """{"aliases":["later"]}""");
        await app.PostAsync(new { name = "more", kind = "chat", baseUrl = "https://more.example/v1", models = new[] { new { id = "later" } } }, HttpStatusCode.Created);
        Assert.Equal("more", app.Registry.Current.Find("later")!.Candidates[0].Upstream.Name);
    }
}
