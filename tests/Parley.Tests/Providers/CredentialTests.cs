using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Gateway.Routing;
using Parley.Providers.Model;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers;

/// <summary>PUT .../credentials: several keys, overlaps, and that none is ever shown.</summary>
public sealed class CredentialTests
{
    private const string Old = "sk-canary-old-0000", New = "sk-canary-new-1111", Other = "sk-canary-other-2222";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task The_new_ones_are_used_first_and_the_old_ones_until_the_overlap_ends(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app, Old);
        var id = Assert.Single(Credentials(app)).Id;
        var (shown, _) = await app.OkAsync("PUT", "providers/acme/credentials", new { apiKeys = new[] { New, Other }, overlapSeconds = 3600 });

        var credentials = Credentials(app);
        Assert.Equal([New, Other, Old], credentials.Select(c => c.Key.Reveal()));
        Assert.Equal([null, null], credentials.Take(2).Select(c => c.ExpiresAt));
        Assert.InRange(credentials[2].ExpiresAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(3500), TimeSpan.FromSeconds(3601));
        Assert.Equal(id, credentials[2].Id);
        Assert.Equal(3, credentials.Select(c => c.Id).Distinct().Count());
        Assert.Equal(["...1111", "...2222", "...0000"], shown.GetProperty("credentials").EnumerateArray().Select(c => c.GetProperty("hint").GetString()));
        Assert.Equal(credentials.Select(c => c.Id), shown.GetProperty("credentials").EnumerateArray().Select(c => c.GetProperty("id").GetString()));
        Assert.DoesNotContain("canary", shown.GetRawText() + app.Log.Text, StringComparison.Ordinal);

        // A shorter overlap shortens, a longer one does not lengthen, and one that is wanted again stays.
        var ids = credentials.ToDictionary(c => c.Key.Reveal(), c => c.Id);
        await app.OkAsync("PUT", "providers/acme/credentials", new { apiKeys = new[] { Other }, overlapSeconds = 60 });
        credentials = Credentials(app);
        Assert.Equal([Other, New, Old], credentials.Select(c => c.Key.Reveal()));
        Assert.All(credentials, c => Assert.Equal(ids[c.Key.Reveal()], c.Id));
        Assert.All(credentials.Skip(1), c => Assert.True(c.ExpiresAt < DateTimeOffset.UtcNow.AddSeconds(61)));
        await app.OkAsync("PUT", "providers/acme/credentials", new { apiKeys = new[] { Old }, overlapSeconds = 3600 });
        Assert.Null(Credentials(app)[0].ExpiresAt);
        Assert.All(Credentials(app).Skip(1), c => Assert.True(c.ExpiresAt < DateTimeOffset.UtcNow.AddSeconds(3601)));
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task After_the_overlap_the_old_one_is_deleted(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app, Old);
        await app.OkAsync("PUT", "providers/acme/credentials", new { apiKeys = new[] { New }, overlapSeconds = 1 });
        Assert.Equal([New, Old], Credentials(app).Select(c => c.Key.Reveal()));
        await Eventually.TrueAsync(() => Credentials(app).Count == 1);
        await using var db = database.CreateDbContext();
        Assert.Equal("...1111", (await db.Set<ProviderCredential>().SingleAsync(c => c.ProviderName == "acme")).Hint);
    }

    [Fact]
    public async Task Without_an_overlap_the_old_ones_go_at_once_and_ids_are_never_used_again()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app, Old, Other);
        HashSet<string> seen = [.. Credentials(app).Select(c => c.Id)];
        foreach (var keys in new[] { new[] { New }, [], [Old, Other, New] })
        {
            await app.OkAsync("PUT", "providers/acme/credentials", new { apiKeys = keys });
            Assert.Equal(keys, Credentials(app).Select(c => c.Key.Reveal()));
            Assert.All(Credentials(app), c => Assert.True(seen.Add(c.Id)));
        }

        await app.OkAsync("PATCH", "providers/acme", new { apiKeys = new[] { New } });
        Assert.Equal([New], Credentials(app).Select(c => c.Key.Reveal()));
    }

    [Theory]
    [InlineData("""{}""", "apiKeys")]
    [InlineData("""{"apiKeys":null}""", "apiKeys")]
    [InlineData("""{"apiKeys":["a b"]}""", "apiKeys[0]")]
    [InlineData("""{"apiKeys":["a","a"]}""", "apiKeys")]
    [InlineData("""{"apiKeys":["a"],"overlapSeconds":-1}""", "overlapSeconds")]
    [InlineData("""{"apiKeys":["a"],"overlapSeconds":99999999999}""", "overlapSeconds")]
    [InlineData("""{"apiKeys":["a"],"overlap":1}""", "overlap")]
    public async Task A_bad_body_is_400_and_changes_nothing(string body, string field)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app, Old);
        Assert.Contains(field, await app.ErrorsAsync("PUT", "providers/acme/credentials", body));
        Assert.Equal([Old], Credentials(app).Select(c => c.Key.Reveal()));
        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync("PUT", "providers/nobody/credentials", new { apiKeys = new[] { "x" } })).Status);
    }

    [Fact]
    public async Task New_credentials_bring_a_provider_back_whose_old_one_cannot_be_opened()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using (var app = await ProviderApp.StartAsync(database.Options)) await AddAsync(app, Old);
        Directory.Delete(Path.Combine(database.Options.DataFolder, "keyring"), recursive: true);
        await using var again = await ProviderApp.StartAsync(database.Options);
        Assert.Null(again.Registry.Current.Find("m"));
        await again.OkAsync("PUT", "providers/acme/credentials", new { apiKeys = new[] { New }, overlapSeconds = 60 });
        Assert.Equal([New], Credentials(again).Select(c => c.Key.Reveal()));
    }

    private static List<UpstreamCredential> Credentials(ProviderApp app) => [.. app.Registry.Current.Find("m")!.Candidates[0].Upstream.Credentials];

    private static Task<JsonElement> AddAsync(ProviderApp app, params string[] keys) =>
        app.PostAsync(new { name = "acme", kind = "chat", baseUrl = "https://api.acme.example/v1", apiKeys = keys, models = new[] { new { id = "m" } } }, HttpStatusCode.Created);
}
