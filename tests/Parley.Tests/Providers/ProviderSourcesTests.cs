using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Parley.Providers.Discovery;
using Parley.Providers.Model;
using Parley.Providers.Sources;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers;

public sealed class ProviderSourcesTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Rows_of_the_environment_come_change_and_go_with_it(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await StartAsync(database, [("OPENAI_API_KEY", "first")], app => Assert.Equal(["demo", "openai"], Names(app)));
        await StartAsync(database, [("OPENAI_API_KEY", "second")], app =>
            Assert.Equal("second", app.Registry.Current.Find("gpt-9")!.Candidates[0].Upstream.Credentials[0].Key.Reveal()));
        await StartAsync(database, [("Parley:Demo", "false")], app => Assert.Empty(Names(app)));
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task A_start_without_changes_writes_nothing(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        (string, string)[] settings = [("OPENAI_API_KEY", "k"), .. Configured("acme", "https://acme.example/v1")];
        await StartAsync(database, settings, _ => { });
        var before = await StampAsync(database);
        await StartAsync(database, settings, app => Assert.Equal(["acme", "demo", "openai"], Names(app)));
        Assert.Equal(before, await StampAsync(database));
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task An_operators_row_is_never_overwritten_and_the_log_says_so(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using (var app = await ProviderApp.StartAsync(database.Options))
            await app.PostAsync(new { name = "openai", kind = "chat", baseUrl = "https://mine.example/v1", apiKeys = new[] { "mine" } }, HttpStatusCode.Created);
        await StartAsync(database, [("OPENAI_API_KEY", "theirs")], app =>
        {
            var kept = app.Registry.Definitions.Single(p => p.Name == "openai");
            Assert.Equal(("https://mine.example/v1", "mine", ProviderOrigin.Operator), (kept.BaseUrlText, kept.ApiKeys[0].Reveal(), kept.Origin));
            Assert.Contains("openai exists already", app.Log.Text, StringComparison.Ordinal);
        });
        await StartAsync(database, [], app => Assert.Contains("openai", Names(app)));
    }

    [Fact]
    public async Task The_configuration_wins_over_the_environment()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await StartAsync(database, [("OPENAI_API_KEY", "env"), .. Configured("openai", "https://configured.example/v1")], app =>
            Assert.Equal("https://configured.example/v1", app.Registry.Definitions.Single(p => p.Name == "openai").BaseUrlText));
    }

    [Fact]
    public async Task An_entry_of_the_configuration_has_the_shape_of_rest()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await StartAsync(database,
        [
            .. Configured("local", "http://127.0.0.1:9/v1"), ("Parley:Providers:0:AllowPrivateNetwork", "true"), ("Parley:Providers:0:ApiKeys:0", "k"),
            ("Parley:Providers:0:Models:0:Id", "m"), ("Parley:Providers:0:Models:0:UpstreamName", "u"), ("Parley:Providers:0:Resilience:MaxRetries", "7"),
        ], app =>
        {
            var target = Assert.Single(app.Registry.Current.Find("m")!.Candidates);
            Assert.Equal(("u", 7, "k", true), (target.UpstreamModel, target.Upstream.MaxRetries, target.Upstream.Credentials[0].Key.Reveal(), target.Upstream.AllowPrivateNetwork));
        });
    }

    [Fact]
    public async Task A_bad_entry_stops_the_start_names_itself_and_changes_nothing()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await StartAsync(database, Configured("good", "https://good.example/v1"), _ => { });
        var problem = await Assert.ThrowsAsync<UserError>(() =>
            StartAsync(database, [.. Configured("good", "https://changed.example/v1"), ("Parley:Providers:1:Name", "bad"), ("Parley:Providers:1:Kind", "telnet")], _ => { }));
        Assert.Contains("Parley:Providers:1 (bad)", problem.Message, StringComparison.Ordinal);
        await using var db = database.CreateDbContext();
        Assert.Equal("https://good.example/v1", (await db.Set<Provider>().SingleAsync(p => p.Name == "good")).BaseUrl);
    }

    [Theory]
    [InlineData("ollama", """{"object":"list","data":[{"id":"llama3","object":"model","owned_by":"library"}]}""", """{"version":"0.12.6"}""", true)]
    [InlineData("ollama", """{"object":"list","data":null}""", """{"version":"0.12.6"}""", true)]
    [InlineData("ollama", """{"object":"list","data":[]}""", "not found", false)]
    [InlineData("ollama", "<html>hello</html>", "<html>hello</html>", false)]
    [InlineData("ollama", """{"status":"ok"}""", """{"version":"1"}""", false)]
    [InlineData("llama-server", """{"object":"list","data":[{"id":"q.gguf","object":"model","owned_by":"llamacpp"}]}""", "", true)]
    [InlineData("llama-server", """{"object":"list","data":[{"id":"gpt-x","object":"model","owned_by":"parley"}]}""", "", false)]
    [InlineData("llama-server", """{"object":"list","data":[]}""", "", false)]
    public async Task A_local_server_is_found_by_its_own_marks_only(string name, string models, string version, bool found)
    {
        await using var server = await FakeVendor.StartAsync(context =>
            context.Response.WriteAsync(context.Request.Path == "/v1/models" ? models : context.Request.Path == "/api/version" ? version : "?"));
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var usual = LocalServer.Usual.Single(s => s.Name == name) with { BaseUrl = new Uri(server.Address, "/v1") };
        await using var app = await ProviderApp.StartAsync(database.Options, new Dictionary<string, string?> { ["Parley:DetectLocal"] = "true" },
            services => services.AddSingleton(s => new LocalServerProbe(s.GetRequiredService<ModelListClient>(), [usual])));
        if (found) await Eventually.TrueAsync(() => Names(app).Contains(name));
        await Eventually.TrueAsync(() => !server.Asked.IsEmpty);
        await Task.Delay(found ? 0 : 300);
        Assert.Equal(found, Names(app).Contains(name));
    }

    [Fact]
    public async Task A_local_server_that_is_gone_at_the_next_start_disappears()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using (var db = database.CreateDbContext())
        {
            db.Add(new Provider { Name = "ollama", Kind = "chat", BaseUrl = "http://127.0.0.1:1/v1", Models = "[]", CancelPolicy = "estimate", Origin = ProviderOrigin.Environment });
            await db.SaveChangesAsync();
        }

        await using var app = await ProviderApp.StartAsync(database.Options, new Dictionary<string, string?> { ["Parley:DetectLocal"] = "true" },
            services => services.AddSingleton(s => new LocalServerProbe(s.GetRequiredService<ModelListClient>(), [new("ollama", new Uri("http://127.0.0.1:1/v1"), null, null)])));
        await Eventually.TrueAsync(() => !Names(app).Contains("ollama"));
    }

    private static async Task StartAsync(TestDatabase database, (string Name, string Value)[] settings, Action<ProviderApp> look)
    {
        await using var app = await ProviderApp.StartAsync(database.Options, settings.ToDictionary(s => s.Name, s => (string?)s.Value));
        look(app);
    }

    private static (string, string)[] Configured(string name, string url) =>
        [("Parley:Providers:0:Name", name), ("Parley:Providers:0:Kind", "chat"), ("Parley:Providers:0:BaseUrl", url)];

    private static List<string> Names(ProviderApp app) => [.. app.Registry.Definitions.Select(p => p.Name).Order(StringComparer.Ordinal)];

    private static async Task<long> StampAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return (await db.Set<Parley.Data.ChangeStamp>().AsNoTracking().SingleAsync(s => s.Topic == "providers")).Version;
    }
}
