using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers;

public sealed class ProviderEndpointsTests
{
    private const string Key = "sk-canary-5f1f0c2e-WXYZ";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task A_registered_provider_serves_the_next_request_and_its_key_is_never_shown(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        var snapshot = app.Registry.Current;
        var added = await app.PostAsync(Body("acme", Key), HttpStatusCode.Created);

        Assert.Null(snapshot.Find("m"));
        var target = Assert.Single(app.Registry.Current.Find("m")!.Candidates);
        Assert.Equal(("acme", "m-upstream", Key), (target.Upstream.Name, target.UpstreamModel, target.Upstream.Credentials[0].Key.Reveal()));
        Assert.Equal(["...WXYZ"], added.GetProperty("apiKeyHints").EnumerateArray().Select(h => h.GetString()));
        Assert.Equal("operator", added.GetProperty("origin").GetString());

        var shown = added + await app.Client.GetStringAsync("providers") + await app.Client.GetStringAsync("providers/acme") + app.Log.Text;
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_key_is_sealed_at_rest()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using (var app = await ProviderApp.StartAsync(database.Options)) await app.PostAsync(Body("acme", Key), HttpStatusCode.Created);

        var files = Directory.GetFiles(database.Options.DataFolder, "*", SearchOption.AllDirectories);
        Assert.Contains(files, f => f.Contains("keyring", StringComparison.Ordinal));
        foreach (var file in files) Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes("canary")) < 0, file);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(database.Options.DataFolder, "keyring")));

        await using var again = await ProviderApp.StartAsync(database.Options);
        Assert.Equal(Key, again.Registry.Current.Find("m")!.Candidates[0].Upstream.Credentials[0].Key.Reveal());
    }

    [Theory]
    [InlineData("""{"name":"a","kind":"chat","baseUrl":"https://x.example/v1","breaker":true}""", "breaker")]
    [InlineData("""{"name":"a","kind":"chat","baseUrl":"https://x.example/v1","resilience":{"jitter":true}}""", "resilience.jitter")]
    [InlineData("""{"name":"a","kind":"chat","baseUrl":"https://x.example/v1","limits":{"speed":1}}""", "limits.speed")]
    [InlineData("""{"name":"a","kind":"chat","baseUrl":"https://x.example/v1","limits":{"concurrency":-1}}""", "limits.concurrency")]
    [InlineData("""{"name":"a","kind":"chat","baseUrl":"https://x.example/v1","limits":{"concurrency":1.5}}""", "limits.concurrency")]
    [InlineData("""{"name":"a","name":"b","kind":"chat","baseUrl":"https://x.example/v1"}""", "name")]
    [InlineData("""{"name":1,"kind":"chat","baseUrl":"https://x.example/v1"}""", "name")]
    [InlineData("""{"name":"a","kind":"chat","baseUrl":"https://x.example/v1","models":[null]}""", "models[0].id")]
    [InlineData("""{"name":"a","kind":"chat","baseUrl":"https://x.example/v1","apiKeys":[null]}""", "apiKeys[0]")]
    [InlineData("""{"name":"a","kind":"chat","baseUrl":"https://api.inside.example/v1"}""", "baseUrl")]
    [InlineData("""{"name":"a","kind":"chat","baseUrl":"http://127.0.0.1:1/v1"}""", "baseUrl")]
    [InlineData("""{"name":"a",""", "body")]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    public async Task A_bad_body_is_400_and_names_the_field(string body, string? field)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        using var answer = await app.Client.PostAsync("providers", new StringContent(body, Encoding.UTF8, "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, text);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        if (field is not null) Assert.Contains(field, JsonDocument.Parse(text).RootElement.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Equal("demo", Assert.Single(app.Registry.Definitions).Name);
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task A_second_one_of_the_same_name_is_409_and_the_first_stays(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await app.PostAsync(Body("acme", Key), HttpStatusCode.Created);
        await app.PostAsync(Body("acme", "sk-another-key-1234"), HttpStatusCode.Conflict);
        Assert.Equal(Key, app.Registry.Current.Find("m")!.Candidates[0].Upstream.Credentials[0].Key.Reveal());
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Twenty_at_once_of_the_same_name_make_one(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.Client.PostAsJsonAsync("providers", Body("acme", Key))));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task A_removed_one_is_gone_from_the_next_request_and_a_request_in_flight_keeps_its_snapshot(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await app.PostAsync(Body("acme", Key), HttpStatusCode.Created);
        var inFlight = app.Registry.Current;
        using var removed = await app.Client.DeleteAsync("providers/acme");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Null(app.Registry.Current.Find("m"));
        Assert.NotNull(inFlight.Find("m"));
        using var again = await app.Client.DeleteAsync("providers/acme");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        using var read = await app.Client.GetAsync("providers/acme");
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
    }

    [Fact]
    public async Task What_the_start_would_bring_back_is_not_removed_and_the_answer_says_how()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options, new Dictionary<string, string?> { ["GROQ_API_KEY"] = Key, ["Parley:Demo"] = "true" });
        foreach (var (name, how) in new[] { ("groq", "GROQ_API_KEY"), ("demo", "Parley:Demo=false") })
        {
            using var answer = await app.Client.DeleteAsync("providers/" + name);
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains(how, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Lists_are_paged_by_name_without_gaps(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options, new Dictionary<string, string?> { ["Parley:Demo"] = "false" });
        string[] names = ["b-b", "a.1", "a_1", "bb", "a1", "c"];
        foreach (var name in names) await app.PostAsync(Body(name, Key), HttpStatusCode.Created);
        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await app.Client.GetFromJsonAsync<JsonElement>($"providers?limit=2&cursor={cursor}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("name").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        using var bad = await app.Client.GetAsync("providers?limit=0");
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    private static object Body(string name, string key) => new
    {
        name,
        kind = "chat",
        baseUrl = "https://api.acme.example/v1",
        apiKeys = new[] { key },
        models = new object[] { new { id = "m", upstreamName = "m-upstream" }, new { id = "n" } },
        resilience = new { maxRetries = 1, idleTimeoutMs = 5000 },
        cancelPolicy = "none",
    };
}
