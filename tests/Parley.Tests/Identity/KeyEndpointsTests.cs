using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

public sealed class KeyEndpointsTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_key_is_made_shown_once_listed_and_revoked(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        using var admin = host.Client(await host.KeyAsync("admin"));

        var response = await admin.PostAsJsonAsync("/api/v1/keys", new { name = "laptop", scopes = new[] { "gateway" }, expiresInDays = 90 });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var made = await response.Content.ReadFromJsonAsync<JsonElement>();
        var (id, key) = (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
        Assert.Equal($"/api/v1/keys/{id}", response.Headers.Location!.ToString());
        Assert.Equal($"ply_{id}", made.GetProperty("prefix").GetString());
        Assert.Equal(TimeSpan.FromDays(90), made.GetProperty("expiresAt").GetDateTimeOffset() - made.GetProperty("createdAt").GetDateTimeOffset());
        Assert.Equal(200, await host.StatusAsync("/v1/who", key));

        var list = await admin.GetStringAsync("/api/v1/keys");
        Assert.Contains(id, list, StringComparison.Ordinal);
        Assert.DoesNotContain(key[13..], list, StringComparison.Ordinal);
        var shown = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/keys/{id}");
        Assert.Equal("laptop", shown.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("revokedAt").ValueKind);
        Assert.False(shown.TryGetProperty("key", out _));

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/keys/{id}")).StatusCode);
        Assert.Equal(401, await host.StatusAsync("/v1/who", key));
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/keys/{id}")).StatusCode);
        shown = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/keys/{id}");
        Assert.Equal(JsonValueKind.String, shown.GetProperty("revokedAt").ValueKind);
    }

    /// <summary>Whoever rotates a key holds the new one: with somebody's chat key they would read what that person said.</summary>
    [Fact]
    public async Task A_key_that_administers_takes_nobodys_key_over()
    {
        await using var host = await IdentityHost.StartAsync();
        var ada = await host.PersonAsync("ada@example.org");
        using var hers = ada.Client(host.Address);
        var made = await (await hers.PostAsJsonAsync("/api/v1/keys", new { name = "notebook", scopes = new[] { "chat" } })).Content.ReadFromJsonAsync<JsonElement>();
        var path = $"/api/v1/keys/{made.GetProperty("id").GetString()}";
        using var admin = host.Client(await host.KeyAsync("admin"));
        var refused = await admin.PostAsJsonAsync($"{path}/rotate", new { overlapSeconds = 60 });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.DoesNotContain("ply_", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await hers.PostAsJsonAsync($"{path}/rotate", new { overlapSeconds = 60 })).StatusCode);
        // To end it is the administration's.
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync(path)).StatusCode);
    }

    [Fact]
    public async Task An_unknown_key_is_404()
    {
        await using var host = await IdentityHost.StartAsync();
        using var admin = host.Client(await host.KeyAsync("admin"));
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/api/v1/keys/nobody00")).StatusCode);
        var response = await admin.DeleteAsync("/api/v1/keys/nobody00");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("""{"name":"","scopes":["gateway"]}""", "name")]
    [InlineData("""{"name":" n","scopes":["gateway"]}""", "name")]
    [InlineData("""{"name":"a\nb","scopes":["gateway"]}""", "name")]
    [InlineData("""{"scopes":["gateway"]}""", "name")]
    [InlineData("""{"name":"n"}""", "scopes")]
    [InlineData("""{"name":"n","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"n","scopes":["root"]}""", "scopes")]
    [InlineData("""{"name":"n","scopes":[null]}""", "scopes")]
    [InlineData("""{"name":"n","scopes":"gateway"}""", "scopes")]
    [InlineData("""{"name":"n","scopes":["gateway"],"expiresInDays":0}""", "expiresInDays")]
    [InlineData("""{"name":"n","scopes":["gateway"],"expiresInDays":3651}""", "expiresInDays")]
    [InlineData("""{"name":"n","scopes":["gateway"],"expiresInDays":2147483647}""", "expiresInDays")]
    [InlineData("""{"name":"n","scopes":["gateway"],"limits":{"requestsPerMinute":-1}}""", "limits.requestsPerMinute")]
    [InlineData("""{"name":"n","scopes":["gateway"],"limits":{"tokensPerMinute":-1}}""", "limits.tokensPerMinute")]
    [InlineData("""{"name":"n","scopes":["gateway"],"limits":{"tokensPerMinute":1000000001}}""", "limits.tokensPerMinute")]
    [InlineData("""{"name":"n","scopes":["gateway"],"limits":{"concurrency":-1}}""", "limits.concurrency")]
    [InlineData("""{"name":"n","scopes":["gateway"],"cacheSeconds":0}""", "cacheSeconds")]
    [InlineData("""{"name":"n","scopes":["gateway"],"role":"admin"}""", "role")]
    public async Task A_wish_that_cannot_be_met_names_the_field(string body, string field)
    {
        await using var host = await IdentityHost.StartAsync();
        using var admin = host.Client(await host.KeyAsync("admin"));
        var response = await admin.PostAsync("/api/v1/keys", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task The_list_is_paged_without_gaps(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        List<string> made = [];
        for (var i = 0; i < 24; i++) made.Add((await host.KeyAsync("gateway"))[4..12]);
        var adminKey = await host.KeyAsync("admin");
        made.Add(adminKey[4..12]);
        using var admin = host.Client(adminKey);
        List<string> seen = [];
        for (string? next = ""; next is not null;)
        {
            var page = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/keys?limit=7&cursor={next}");
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 7);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(made.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("cursor=!!")]
    [InlineData("cursor=YWJj")]
    [InlineData("cursor=NjM4MDAwMDAwMDAwMDAwMDAwLgA")] // "638000000000000000.\0"
    [InlineData("cursor=NjM4MDAwMDAwMDAwMDAwMDAwLmFiYx8")] // "638000000000000000.abc\u001F"
    [InlineData("cursor=IDYzODAwMDAwMDAwMDAwMDAwMC5hYmM")] // " 638000000000000000.abc"
    [InlineData("limit=0")]
    [InlineData("limit=1000")]
    public async Task A_page_that_does_not_exist_is_refused(string query)
    {
        await using var host = await IdentityHost.StartAsync();
        using var admin = host.Client(await host.KeyAsync("admin"));
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.GetAsync($"/api/v1/keys?{query}")).StatusCode);
    }
}
