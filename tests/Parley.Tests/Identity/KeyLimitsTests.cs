using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Ports;
using Parley.Identity.Keys;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

/// <summary>A key's limits over HTTP, on both databases.</summary>
public sealed class KeyLimitsTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Limits_are_kept_shown_and_told_to_the_engine(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        using var admin = host.Client(await host.KeyAsync("admin"));
        var made = await SendAsync(admin, HttpMethod.Post, "/api/v1/keys",
            """{"name":"n","scopes":["gateway"],"limits":{"requestsPerMinute":60,"tokensPerMinute":90000,"concurrency":5},"cacheSeconds":30}""", HttpStatusCode.Created);
        var (id, key) = (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
        Assert.Equal("""{"requestsPerMinute":60,"tokensPerMinute":90000,"concurrency":5}""", made.GetProperty("limits").GetRawText());
        foreach (var shown in new[]
        {
            await admin.GetFromJsonAsync<JsonElement>($"/api/v1/keys/{id}"),
            (await admin.GetFromJsonAsync<JsonElement>("/api/v1/keys")).GetProperty("items").EnumerateArray().Single(k => k.GetProperty("id").GetString() == id),
        })
        {
            Assert.Equal("""{"requestsPerMinute":60,"tokensPerMinute":90000,"concurrency":5}""", shown.GetProperty("limits").GetRawText());
            Assert.Equal(30, shown.GetProperty("cacheSeconds").GetInt32());
        }

        var who = await WhoAsync(host, key);
        Assert.Equal("""{"requestsPerMinute":60,"tokensPerMinute":90000,"concurrency":5""", who.GetProperty("limits").GetRawText()[..63]);
        Assert.Equal("00:00:30", who.GetProperty("cacheFor").GetString());
        // A key without limits has none at all: the engine looks at nothing.
        Assert.Equal(JsonValueKind.Null, (await WhoAsync(host, await host.KeyAsync("gateway"))).GetProperty("limits").ValueKind);
    }

    [Fact]
    public async Task Zero_is_no_limit_as_everywhere()
    {
        await using var host = await IdentityHost.StartAsync();
        using var admin = host.Client(await host.KeyAsync("admin"));
        var made = await SendAsync(admin, HttpMethod.Post, "/api/v1/keys", """{"name":"n","scopes":["gateway"],"limits":{"requestsPerMinute":0,"tokensPerMinute":0,"concurrency":0}}""", HttpStatusCode.Created);
        Assert.Equal(JsonValueKind.Null, made.GetProperty("limits").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await WhoAsync(host, made.GetProperty("key").GetString()!)).GetProperty("limits").ValueKind);
        var path = $"/api/v1/keys/{made.GetProperty("id").GetString()}";
        await SendAsync(admin, HttpMethod.Patch, path, """{"limits":{"requestsPerMinute":5,"concurrency":2}}""");
        var changed = await SendAsync(admin, HttpMethod.Patch, path, """{"limits":{"concurrency":0}}""");
        Assert.Equal("""{"requestsPerMinute":5,"tokensPerMinute":null,"concurrency":null}""", changed.GetProperty("limits").GetRawText());
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_change_holds_for_the_next_request_and_leaves_the_rest(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        using var admin = host.Client(await host.KeyAsync("admin"));
        var made = await SendAsync(admin, HttpMethod.Post, "/api/v1/keys", """{"name":"n","scopes":["gateway"],"expiresInDays":5,"limits":{"requestsPerMinute":60,"concurrency":5},"cacheSeconds":30}""", HttpStatusCode.Created);
        var (path, key) = ($"/api/v1/keys/{made.GetProperty("id").GetString()}", made.GetProperty("key").GetString()!);

        var changed = await SendAsync(admin, HttpMethod.Patch, path, """{"limits":{"requestsPerMinute":7,"tokensPerMinute":100}}""");
        Assert.Equal("""{"requestsPerMinute":7,"tokensPerMinute":100,"concurrency":5}""", changed.GetProperty("limits").GetRawText());
        Assert.Equal(("n", 30, made.GetProperty("expiresAt").GetString()), (changed.GetProperty("name").GetString(), changed.GetProperty("cacheSeconds").GetInt32(), changed.GetProperty("expiresAt").GetString()));
        Assert.Equal(7, (await WhoAsync(host, key)).GetProperty("limits").GetProperty("requestsPerMinute").GetInt32());

        changed = await SendAsync(admin, HttpMethod.Patch, path, """{"name":"m","limits":{"concurrency":null},"expiresInDays":null,"cacheSeconds":null}""");
        Assert.Equal("""{"requestsPerMinute":7,"tokensPerMinute":100,"concurrency":null}""", changed.GetProperty("limits").GetRawText());
        Assert.Equal("m", changed.GetProperty("name").GetString());
        foreach (var gone in new[] { "expiresAt", "cacheSeconds" }) Assert.Equal(JsonValueKind.Null, changed.GetProperty(gone).ValueKind);

        changed = await SendAsync(admin, HttpMethod.Patch, path, """{"limits":null,"expiresInDays":1}""");
        Assert.Equal(JsonValueKind.Null, changed.GetProperty("limits").ValueKind);
        Assert.Equal(host.Time.GetUtcNow().AddDays(1), changed.GetProperty("expiresAt").GetDateTimeOffset(), TimeSpan.FromMinutes(1));
        Assert.Equal(JsonValueKind.Null, (await WhoAsync(host, key)).GetProperty("limits").ValueKind);
        host.Time.Ahead = TimeSpan.FromDays(2);
        Assert.Equal(401, await host.StatusAsync("/v1/who", key));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_and_nothing_is_changed()
    {
        await using var host = await IdentityHost.StartAsync();
        using var admin = host.Client(await host.KeyAsync("admin"));
        var id = (await host.KeyAsync("gateway"))[4..12];
        var before = await admin.GetStringAsync($"/api/v1/keys/{id}");
        var problem = await SendAsync(admin, HttpMethod.Patch, $"/api/v1/keys/{id}",
            """{"name":" ","expiresInDays":0,"limits":{"requestsPerMinute":1000000001,"tokensPerMinute":-1,"concurrency":2000000},"cacheSeconds":0}""", HttpStatusCode.BadRequest);
        Assert.Equal(["cacheSeconds", "expiresInDays", "limits.concurrency", "limits.requestsPerMinute", "limits.tokensPerMinute", "name"],
            problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        foreach (var (body, field) in new[] { ("""{"scopes":["admin"]}""", "scopes"), ("""{"limits":{"perHour":1}}""", "perHour"), ("""{"name":null}""", "name"), ("""{"limits":5}""", "limits"), ("""{"limits":{"concurrency":"5"}}""", "concurrency") })
            Assert.Contains(field, (await SendAsync(admin, HttpMethod.Patch, $"/api/v1/keys/{id}", body, HttpStatusCode.BadRequest)).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(before, await admin.GetStringAsync($"/api/v1/keys/{id}"));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Two_who_change_the_same_key_do_not_overwrite_each_other(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        using var admin = host.Client(await host.KeyAsync("admin"));
        var path = $"/api/v1/keys/{(await host.KeyAsync("gateway"))[4..12]}";
        var read = (await admin.GetAsync(path)).Headers.ETag!.ToString();
        await SendAsync(admin, HttpMethod.Patch, path, """{"limits":{"requestsPerMinute":5}}""", match: read);
        await SendAsync(admin, HttpMethod.Patch, path, """{"limits":{"requestsPerMinute":9}}""", HttpStatusCode.PreconditionFailed, read);
        await SendAsync(admin, HttpMethod.Delete, path, "", HttpStatusCode.PreconditionFailed, read);
        await SendAsync(admin, HttpMethod.Patch, path, "{}", HttpStatusCode.BadRequest, "no tag");
        var now = await admin.GetAsync(path);
        Assert.Equal(5, (await now.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("limits").GetProperty("requestsPerMinute").GetInt32());
        await SendAsync(admin, HttpMethod.Delete, path, "", HttpStatusCode.NoContent, now.Headers.ETag!.ToString());
        await SendAsync(admin, HttpMethod.Patch, path, """{"name":"other"}""", HttpStatusCode.Conflict);
        await SendAsync(admin, HttpMethod.Patch, "/api/v1/keys/nobody00", """{"name":"other"}""", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_takes_no_version_from_who_saw_it_before()
    {
        await using var host = await IdentityHost.StartAsync();
        using var admin = host.Client(await host.KeyAsync("admin"));
        var path = $"/api/v1/keys/{(await host.KeyAsync("gateway"))[4..12]}";
        var read = (await admin.GetAsync(path)).Headers.ETag!.ToString();
        foreach (var same in new[] { "{}", """{"expiresInDays":null}""", """{"limits":{"concurrency":0}}""" }) await SendAsync(admin, HttpMethod.Patch, path, same);
        await SendAsync(admin, HttpMethod.Patch, path, """{"limits":{"requestsPerMinute":5}}""", match: read);
    }

    [Fact]
    public async Task A_key_from_before_there_were_limits_has_none()
    {
        await using var host = await IdentityHost.StartAsync();
        var (key, secret) = await host.Keys.CreateAsync(new NewKey("old", ["gateway"], null, null), CancellationToken.None);
        Assert.Equal(CallerLimits.None, key.Limits);
        Assert.Equal(200, await host.StatusAsync("/v1/who", secret.Reveal()));
    }

    private static async Task<JsonElement> WhoAsync(IdentityHost host, string key)
    {
        using var client = host.Client(key);
        return await client.GetFromJsonAsync<JsonElement>("/v1/who");
    }

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, string body, HttpStatusCode expected = HttpStatusCode.OK, string? match = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body.Length > 0) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        if (match is not null) request.Headers.TryAddWithoutValidation("If-Match", match);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
