using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Identity.Sessions;
using Parley.Identity.Tokens;
using Parley.Shared;
using Parley.Tests.Infrastructure;
using Parley.Tests.Providers;

namespace Parley.Tests.Identity;

/// <summary>Access and refresh tokens, as the security design promises them.</summary>
public sealed class TokenTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task An_access_token_opens_both_faces_for_ten_minutes(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var ada = await host.PersonAsync("ada@example.org");
        using var client = ada.Client(host.Address);
        var who = await client.GetFromJsonAsync<JsonElement>("/v1/who");
        Assert.Equal(ada.Id.ToString(), who.GetProperty("userId").GetString());
        Assert.Equal(["account", "chat", "gateway"], who.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("ada", (await client.GetFromJsonAsync<JsonElement>("/api/v1/auth/me")).GetProperty("displayName").GetString());
        host.Time.Ahead = TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1);
        var late = await client.GetAsync("/v1/who");
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
        Assert.Contains("expired", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_published_keys_check_a_token_and_only_the_one_algorithm_is_taken()
    {
        await using var host = await IdentityHost.StartAsync();
        var ada = await host.PersonAsync("ada@example.org", AccountRole.Admin);
        using var anybody = host.Client();
        var key = Assert.Single((await anybody.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json")).GetProperty("keys").EnumerateArray());
        Assert.Equal(("EC", "P-256", "ES256"), (key.GetProperty("kty").GetString(), key.GetProperty("crv").GetString(), key.GetProperty("alg").GetString()));
        var parts = ada.AccessToken.Split('.');
        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement;
        Assert.Equal(("ES256", key.GetProperty("kid").GetString()), (header.GetProperty("alg").GetString(), header.GetProperty("kid").GetString()));
        using var published = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(key.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(key.GetProperty("y").GetString()) },
        });
        Assert.True(published.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
        Assert.Equal(600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());

        // Another algorithm, no signature, the public key as a shared secret, another payload under the same signature: none opens anything.
        var kid = key.GetProperty("kid").GetString();
        string Forge(string head, string payload, Func<byte[], byte[]> sign)
        {
            var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(head))}.{payload}";
            return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
        }

        var admin = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.GetRawText().Replace("ada", "eve", StringComparison.Ordinal)));
        using var mine = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] forged =
        [
            Forge($$"""{"alg":"none","typ":"JWT","kid":"{{kid}}"}""", parts[1], _ => []),
            Forge($$"""{"alg":"HS256","typ":"JWT","kid":"{{kid}}"}""", parts[1], text => HMACSHA256.HashData(published.ExportSubjectPublicKeyInfo(), text)),
            Forge($$"""{"alg":"ES256","typ":"JWT","kid":"{{kid}}"}""", parts[1], text => mine.SignData(text, HashAlgorithmName.SHA256)),
            Forge($$"""{"alg":"ES256","typ":"JWT","kid":"../{{kid}}"}""", parts[1], text => mine.SignData(text, HashAlgorithmName.SHA256)),
            Forge("""{"alg":"ES256","typ":"JWT","kid":"x","jku":"http://127.0.0.1:1/"}""", parts[1], text => mine.SignData(text, HashAlgorithmName.SHA256)),
            $"{parts[0]}.{admin}.{parts[2]}", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}", "eyJ..", "eyJ.eyJ.", $"{parts[0]}..{parts[2]}", ada.AccessToken + "A",
        ];
        foreach (var token in forged)
        {
            Assert.Equal(401, await host.StatusAsync("/v1/who", token));
            Assert.Equal(401, await host.StatusAsync("/api/v1/keys", token));
        }

        Assert.Equal(200, await host.StatusAsync("/v1/who", ada.AccessToken));
        Assert.DoesNotContain(ada.AccessToken, host.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain(ada.RefreshToken, host.Logged, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_refresh_token_is_good_once_and_its_reuse_ends_the_family(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var first = await host.PersonAsync("ada@example.org");
        var other = await Person.SignInAsync(host.Client(), "ada@example.org");
        var second = await RefreshAsync(host, first.RefreshToken);
        Assert.NotEqual(first.RefreshToken, second!.RefreshToken);
        Assert.Equal(200, await host.StatusAsync("/v1/who", second.AccessToken));
        // The thief, or the owner after the thief: nobody can tell, so both are out.
        Assert.Null(await RefreshAsync(host, first.RefreshToken));
        Assert.Null(await RefreshAsync(host, second.RefreshToken));
        Assert.Equal(401, await host.StatusAsync("/v1/who", second.AccessToken));
        Assert.Equal(401, await host.StatusAsync("/v1/who", first.AccessToken));
        Assert.Equal(401, await host.StatusAsync("/api/v1/auth/me", first.AccessToken));
        Assert.Equal(200, await host.StatusAsync("/v1/who", other.AccessToken));
        Assert.NotNull(await RefreshAsync(host, other.RefreshToken));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Of_many_refreshes_at_once_one_wins_at_most(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var ada = await host.PersonAsync("ada@example.org");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RefreshAsync(host, ada.RefreshToken)));
        Assert.True(answers.Count(answer => answer is not null) <= 1);
    }

    [Fact]
    public async Task What_is_no_refresh_token_of_ours_ends_nothing()
    {
        await using var host = await IdentityHost.StartAsync();
        var ada = await host.PersonAsync("ada@example.org");
        string[] wrong = ["", "plr_", "plr_" + new string('A', 91), ada.RefreshToken[..^1] + (ada.RefreshToken[^1] == 'A' ? 'Q' : 'A'), ada.AccessToken, ada.RefreshToken + "A"];
        foreach (var token in wrong) Assert.Null(await RefreshAsync(host, token));
        Assert.NotNull(await RefreshAsync(host, ada.RefreshToken));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_session_that_ends_on_one_node_ends_on_the_other_within_five_seconds(bool postgres)
    {
        // One SQLite database has one server; two hosts on it here are two nodes all the same.
        await using var host = await IdentityHost.StartAsync(postgres);
        await using var node = await host.StartNodeAsync();
        var ada = await host.PersonAsync("ada@example.org");
        Assert.Equal(200, await node.StatusAsync("/v1/who", ada.AccessToken));
        var ended = node.Service<Parley.Identity.CallerLifetime>().Follow((await VerdictAsync(node, ada.AccessToken)).Result.Principal!);
        Assert.False(ended.IsCancellationRequested);
        using (var anybody = host.Client())
            Assert.Equal(HttpStatusCode.NoContent, (await anybody.PostAsJsonAsync("/api/v1/auth/logout", new { refreshToken = ada.RefreshToken })).StatusCode);
        Assert.Equal(401, await host.StatusAsync("/v1/who", ada.AccessToken));
        await Eventually.TrueAsync(async () => await node.StatusAsync("/v1/who", ada.AccessToken) == 401);
        await Eventually.TrueAsync(() => ended.IsCancellationRequested);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Less_rights_hold_at_once_and_more_after_a_refresh(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        var ada = await host.PersonAsync("ada@example.org", AccountRole.Admin);
        var ended = host.Service<Parley.Identity.CallerLifetime>().Follow((await VerdictAsync(host, ada.AccessToken)).Result.Principal!);
        var accounts = host.Service<AccountStore>();
        Assert.Equal(RightsChange.Done, (await accounts.ChangeRightsAsync(ada.Id, IfMatch.Any, AccountRole.Member, null, CancellationToken.None)).Outcome);
        Assert.Equal(401, await host.StatusAsync("/v1/who", ada.AccessToken));
        Assert.True(ended.IsCancellationRequested);
        var weaker = await RefreshAsync(host, ada.RefreshToken);
        using var client = weaker!.Client(host.Address);
        Assert.DoesNotContain("admin", (await client.GetStringAsync("/v1/who")).Replace("gateway", "", StringComparison.Ordinal), StringComparison.Ordinal);
        // Closed: nothing works any more, and no refresh either.
        await accounts.ChangeRightsAsync(ada.Id, IfMatch.Any, null, isDisabled: true, CancellationToken.None);
        Assert.Equal(401, await host.StatusAsync("/v1/who", weaker.AccessToken));
        Assert.Null(await RefreshAsync(host, weaker.RefreshToken));
    }

    [Fact]
    public async Task A_session_nobody_uses_ends()
    {
        await using var host = await IdentityHost.StartAsync();
        var ada = await host.PersonAsync("ada@example.org");
        host.Time.Ahead = TimeSpan.FromDays(29);
        ada = (await RefreshAsync(host, ada.RefreshToken))!;
        host.Time.Ahead = TimeSpan.FromDays(58);
        ada = (await RefreshAsync(host, ada.RefreshToken))!;
        host.Time.Ahead = TimeSpan.FromDays(89);
        Assert.Null(await RefreshAsync(host, ada.RefreshToken));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Keys_change_with_an_overlap_and_nodes_agree(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        await using var node = await host.StartNodeAsync();
        var ada = await host.PersonAsync("ada@example.org");
        Assert.Equal(200, await node.StatusAsync("/v1/who", ada.AccessToken));
        var old = await KidsAsync(host);
        Assert.Single(old);
        // A day before it signs, the next key is published.
        host.Time.Ahead = node.Time.Ahead = TimeSpan.FromDays(29) + TimeSpan.FromMinutes(1);
        var both = await KidsAsync(node);
        Assert.Equal(2, both.Count);
        ada = await Person.SignInAsync(host.Client(), "ada@example.org");
        Assert.Equal(old[0], KidOf(ada));
        host.Time.Ahead = node.Time.Ahead = TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1);
        var later = await Person.SignInAsync(host.Client(), "ada@example.org");
        Assert.NotEqual(old[0], KidOf(later));
        Assert.Equal(200, await node.StatusAsync("/v1/who", later.AccessToken));
        Assert.Equal(both.Order(StringComparer.Ordinal), (await KidsAsync(host)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Neither_keys_nor_refresh_tokens_stand_readable_in_the_database()
    {
        await using var host = await IdentityHost.StartAsync();
        var ada = await host.PersonAsync("ada@example.org");
        await using var scope = host.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ParleyDbContext>();
        var row = await db.Set<TokenKeyRow>().SingleAsync();
        using var key = ECDsa.Create();
        Assert.ThrowsAny<CryptographicException>(() => key.ImportPkcs8PrivateKey(row.Sealed, out _));
        var session = await db.Set<Session>().SingleAsync();
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(ada.RefreshToken)), session.SecretHash);
    }

    private static async Task<List<string>> KidsAsync(IdentityHost host)
    {
        using var anybody = host.Client();
        return [.. (await anybody.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json")).GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString()!)];
    }

    private static string KidOf(Person person) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(person.AccessToken.Split('.')[0])).RootElement.GetProperty("kid").GetString()!;

    private static async Task<Parley.Identity.Callers.Verdict> VerdictAsync(IdentityHost host, string token)
    {
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext { RequestServices = host.App.Services };
        context.Request.Headers.Authorization = $"Bearer {token}";
        return await host.Service<Parley.Identity.Callers.Checkpoint>().CheckAsync(context, takesCookies: false);
    }

    internal static async Task<Person?> RefreshAsync(IdentityHost host, string refreshToken)
    {
        using var anybody = host.Client();
        using var answer = await anybody.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken });
        if (answer.StatusCode == HttpStatusCode.Unauthorized) return null;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Person.Of(await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
