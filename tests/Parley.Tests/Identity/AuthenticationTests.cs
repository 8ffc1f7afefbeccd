using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Identity.Callers;
using Parley.Identity.Keys;
using Parley.Identity.Model;

namespace Parley.Tests.Identity;

public sealed class AuthenticationTests
{
    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "bearer ")]
    [InlineData("x-api-key", "")]
    [InlineData("api-key", "")]
    [InlineData("x-goog-api-key", "")]
    public async Task Every_carrier_of_the_table_is_read(string header, string prefix)
    {
        await using var host = await IdentityHost.StartAsync();
        var key = await host.KeyAsync("gateway");
        Assert.Equal(200, await host.StatusAsync("/v1/who", key, header, prefix));
    }

    [Theory]
    [InlineData("Cookie", "key=")]
    [InlineData("Authorization", "Basic ")]
    [InlineData("Authorization", "")]
    [InlineData("x-api-token", "")]
    public async Task No_other_carrier_is_read(string header, string prefix)
    {
        await using var host = await IdentityHost.StartAsync();
        Assert.Equal(401, await host.StatusAsync("/v1/who", await host.KeyAsync("gateway"), header, prefix));
    }

    [Theory]
    [InlineData("Authorization", "Basic dTpw", "is not understood"), InlineData("Authorization", "ply_0", "is not understood"), InlineData("x-other", "ply_0", "An API key is needed")]
    public async Task What_was_sent_and_is_no_key_is_told_from_nothing(string header, string value, string said)
    {
        await using var host = await IdentityHost.StartAsync();
        foreach (var path in new[] { "/v1/who", "/api/v1/keys" })
        {
            using var client = host.Client(key: null);
            client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
            using var answer = await client.GetAsync(path);
            Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Contains(said, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_that_may_not_is_told_the_scope_that_it_lacks()
    {
        await using var host = await IdentityHost.StartAsync();
        using var client = host.Client(await host.KeyAsync("gateway"));
        var said = await (await client.GetAsync("/api/v1/keys")).Content.ReadAsStringAsync();
        Assert.Contains("lacks the scope \\u0022admin\\u0022", said.Replace("\\\"", "\\u0022", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("account or admin", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_never_read_from_the_query()
    {
        await using var host = await IdentityHost.StartAsync();
        var key = await host.KeyAsync("gateway");
        Assert.Equal(401, await host.StatusAsync($"/v1/who?key={key}&api-key={key}", key: null));
    }

    [Fact]
    public async Task The_engine_sees_the_caller()
    {
        await using var host = await IdentityHost.StartAsync();
        var key = await host.KeyAsync("gateway");
        var caller = await host.Client(key).GetFromJsonAsync<JsonElement>("/v1/who");
        Assert.Equal(key[4..12], caller.GetProperty("keyId").GetString());
        Assert.Equal("test", caller.GetProperty("name").GetString());
        Assert.Equal("gateway", Assert.Single(caller.GetProperty("scopes").EnumerateArray()).GetString());
    }

    [Theory]
    [InlineData("gateway", "/v1/who", 200)]
    [InlineData("gateway", "/api/v1/keys", 403)]
    [InlineData("admin", "/api/v1/keys", 200)]
    [InlineData("admin", "/v1/who", 403)]
    [InlineData("admin gateway", "/v1/who", 200)]
    [InlineData("admin gateway", "/api/v1/keys", 200)]
    [InlineData("gateway", "/unstated", 200)]
    [InlineData(null, "/unstated", 401)]
    [InlineData(null, "/v1/who", 401)]
    [InlineData(null, "/api/v1/keys", 401)]
    [InlineData(null, "/api/v1/keys/abcdefgh", 401)]
    [InlineData(null, "/no/such/page", 401)]
    public async Task A_scope_is_what_it_says(string? scopes, string path, int status)
    {
        await using var host = await IdentityHost.StartAsync();
        Assert.Equal(status, await host.StatusAsync(path, scopes is null ? null : await host.KeyAsync(scopes.Split(' '))));
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_the_next_request()
    {
        await using var host = await IdentityHost.StartAsync();
        var key = await host.KeyAsync("gateway");
        Assert.Equal(200, await host.StatusAsync("/v1/who", key));
        Assert.True(await host.Keys.RevokeAsync(key[4..12], CancellationToken.None));
        Assert.Equal(401, await host.StatusAsync("/v1/who", key));
    }

    [Fact]
    public async Task A_key_expires_at_its_time()
    {
        await using var host = await IdentityHost.StartAsync();
        var key = (await host.Keys.CreateAsync(new NewKey("short", ["gateway"], TimeSpan.FromDays(1), null), CancellationToken.None)).Secret.Reveal();
        Assert.Equal(200, await host.StatusAsync("/v1/who", key));
        host.Time.Ahead = TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1);
        Assert.Equal(401, await host.StatusAsync("/v1/who", key));
    }

    [Fact]
    public async Task A_right_id_with_another_secret_is_refused()
    {
        await using var host = await IdentityHost.StartAsync();
        var key = await host.KeyAsync("gateway");
        Assert.Equal(401, await host.StatusAsync("/v1/who", WithId(key[4..12])));
    }

    [Fact]
    public async Task A_row_without_the_pepper_makes_no_key()
    {
        await using var host = await IdentityHost.StartAsync();
        var forged = KeyFormat.Create();
        await using (var scope = host.App.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ParleyDbContext>();
            db.Add(new ApiKey { Id = forged[4..12], Name = "forged", Hash = new KeyHash(new byte[32]).Of(forged), Scopes = "admin", CreatedAt = DateTimeOffset.UtcNow });
            await db.SaveChangesAsync();
        }

        await host.App.Services.GetRequiredService<KeyRegistry>().ReloadAsync(CancellationToken.None);
        Assert.Equal(401, await host.StatusAsync("/api/v1/keys", forged));
    }

    [Fact]
    public async Task Refusals_say_what_to_do_and_no_more()
    {
        await using var host = await IdentityHost.StartAsync();
        var key = await host.KeyAsync("gateway");
        await host.Keys.RevokeAsync(key[4..12], CancellationToken.None);
        var expired = (await host.Keys.CreateAsync(new NewKey("short", ["admin"], TimeSpan.FromSeconds(1), null), CancellationToken.None)).Secret.Reveal();
        host.Time.Ahead = TimeSpan.FromMinutes(1);

        Assert.Contains("API key is needed", await DetailAsync(host, null), StringComparison.Ordinal);
        Assert.Contains("checksum", await DetailAsync(host, key[..^1] + (key[^1] == 'a' ? 'b' : 'a')), StringComparison.Ordinal);
        Assert.Contains("expired", await DetailAsync(host, expired), StringComparison.Ordinal);
        var revoked = await DetailAsync(host, key);
        Assert.Contains("unknown or was revoked", revoked, StringComparison.Ordinal);
        Assert.Equal(revoked, await DetailAsync(host, KeyFormat.Create()));
        // Only the holder of the secret learns that a key has expired.
        Assert.Equal(revoked, await DetailAsync(host, WithId(expired[4..12])));
    }

    [Theory]
    [InlineData("/v1/chat/completions", null, "{\"error\":")]
    [InlineData("/v1/messages", null, "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\"")]
    [InlineData("/v1/models", "anthropic-version", "{\"type\":\"error\"")]
    public async Task Under_v1_a_refusal_has_the_callers_own_format(string path, string? header, string start)
    {
        await using var host = await IdentityHost.StartAsync();
        using var client = host.Client();
        if (header is not null) client.DefaultRequestHeaders.Add(header, "2023-06-01");
        using var response = await client.GetAsync(path);
        Assert.Equal(401, (int)response.StatusCode);
        Assert.StartsWith(start, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Secrets_stand_in_no_log_and_no_file()
    {
        await using var host = await IdentityHost.StartAsync();
        var key = await host.KeyAsync("admin");
        using var client = host.Client(key);
        var made = await (await client.PostAsJsonAsync("/api/v1/keys", new { name = "n", scopes = new[] { "gateway" } })).Content.ReadFromJsonAsync<JsonElement>();
        var second = made.GetProperty("key").GetString()!;
        await host.StatusAsync("/v1/who", second);
        await host.StatusAsync("/v1/who", second[..^1] + "!");
        Assert.NotEmpty(host.Logged);
        foreach (var secret in new[] { key[13..], second[13..] })
        {
            Assert.DoesNotContain(secret[..20], host.Logged, StringComparison.Ordinal);
            foreach (var file in Directory.GetFiles(host.Database.DataFolder, "*", SearchOption.AllDirectories))
                Assert.DoesNotContain(secret[..20], await ReadSharedAsync(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_key_ring_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows()) return; // rights are not modes there
        await using var host = await IdentityHost.StartAsync();
        var folder = Path.Combine(host.Database.DataFolder, "keyring");
        var file = Assert.Single(Directory.GetFiles(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task Checking_a_key_allocates_nothing()
    {
        await using var host = await IdentityHost.StartAsync();
        var registry = host.App.Services.GetRequiredService<KeyRegistry>();
        var key = await host.KeyAsync("gateway");
        foreach (var carrier in new[] { "", key })
        {
            for (var i = 0; i < 200; i++) Assert.Empty(registry.Check(key, carrier).Problem);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++) registry.Check(key, carrier);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public async Task A_caller_known_by_its_header_is_refused_once_its_key_is_revoked()
    {
        await using var host = await IdentityHost.StartAsync();
        var registry = host.App.Services.GetRequiredService<KeyRegistry>();
        var (key, other) = (await host.KeyAsync("gateway"), await host.KeyAsync("gateway"));
        for (var i = 0; i < 3; i++) Assert.Empty(registry.Check(key, key).Problem);
        // Nobody is known by the words of a header, only by the very string of a connection.
        Assert.Same(registry.Check(other), registry.Check(other, new string(key)));
        await host.Keys.RevokeAsync(key[4..12], default);
        await registry.ReloadAsync(default);
        Assert.Same(Verdict.Unknown, registry.Check(key, key));
        Assert.Empty(registry.Check(other, other).Problem);
    }

    [Fact]
    public void Nothing_that_holds_a_secret_prints_it()
    {
        var key = KeyFormat.Create();
        var made = new Parley.Identity.Endpoints.KeyMade(key[4..12], key, key[..12], "n", ["gateway"], default, null, null, null);
        Assert.DoesNotContain(key[13..], $"{made}", StringComparison.Ordinal);
        Assert.DoesNotContain(key[13..], $"{new Parley.Gateway.Routing.Secret(key)}", StringComparison.Ordinal);
    }

    private static string WithId(string id)
    {
        // A whole key of that id with another secret: made anew until its checksum fits.
        var body = $"ply_{id}_{KeyFormat.Create()[13..56]}";
        var sum = Crc32.Of(body);
        var checksum = new char[6];
        for (var i = 5; i >= 0; i--, sum /= 62) checksum[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(int)(sum % 62)];
        var key = body + new string(checksum);
        Assert.True(KeyFormat.TryReadId(key, out _));
        return key;
    }

    private static async Task<string> DetailAsync(IdentityHost host, string? key)
    {
        using var client = host.Client(key);
        using var response = await client.GetAsync("/api/v1/keys");
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        return problem.GetProperty("detail").GetString()!;
    }

    private static async Task<string> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
