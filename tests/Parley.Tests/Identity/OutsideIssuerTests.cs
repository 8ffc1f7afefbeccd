using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Parley.Identity.Accounts;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

public sealed class OutsideIssuerTests
{
    private const string Secret = "a-shared-secret-of-forty-characters-xxxx";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_token_of_a_trusted_issuer_opens_both_faces(bool postgres)
    {
        await using var issuer = await SmallIssuer.StartAsync();
        await using var host = await StartAsync(issuer, postgres);
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        var token = issuer.Token();
        using var client = host.Client(token);
        var who = await client.GetFromJsonAsync<JsonElement>("/v1/who");
        Assert.Equal("Ada", who.GetProperty("name").GetString());
        var me = await client.GetFromJsonAsync<JsonElement>("/api/v1/auth/me");
        Assert.Equal((who.GetProperty("userId").GetString(), "ada@example.org", "member", false),
            (me.GetProperty("id").GetString(), me.GetProperty("email").GetString(), me.GetProperty("role").GetString(), me.GetProperty("hasPassword").GetBoolean()));
        // The same person next time, with whatever address by then.
        issuer.Claims["email"] = "ada@elsewhere.example";
        Assert.Equal(who.GetProperty("userId").GetString(), (await host.Client(issuer.Token()).GetFromJsonAsync<JsonElement>("/v1/who")).GetProperty("userId").GetString());
        // What we cannot end by a session ends with the account.
        await host.Service<AccountStore>().ChangeRightsAsync(me.GetProperty("id").GetGuid(), IfMatch.Any, null, isDisabled: true, CancellationToken.None);
        await Providers.Eventually.TrueAsync(async () => await host.StatusAsync("/v1/who", token) == 401);
    }

    [Fact]
    public async Task Only_good_tokens_of_that_issuer_for_us_count()
    {
        await using var issuer = await SmallIssuer.StartAsync();
        await using var stranger = await SmallIssuer.StartAsync();
        await using var host = await StartAsync(issuer);
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        using var other = RSA.Create(2048);
        string[] wrong =
        [
            issuer.Token(audience: "somebody-else"), issuer.Token(lifetime: TimeSpan.FromMinutes(-1)), issuer.Token(issuer: stranger.Url), stranger.Token(), stranger.Token(issuer: issuer.Url),
            issuer.Token(key: other), issuer.Token()[..^8] + "AAAAAAAA",
            // The public key as a shared secret, and no signature at all.
            SmallIssuer.SharedSecretToken(issuer.PublicKey, issuer.Url, new() { ["sub"] = "u-1", ["aud"] = SmallIssuer.Client, ["email"] = "root@example.org", ["email_verified"] = true }),
            string.Join('.', issuer.Token().Split('.')[..2]) + ".",
        ];
        foreach (var token in wrong) Assert.Equal(401, await host.StatusAsync("/v1/who", token));
        // An address that the issuer has not verified gives nobody somebody else's account.
        issuer.Claims = new() { ["sub"] = "u-2", ["email"] = "root@example.org", ["email_verified"] = false };
        Assert.Equal(401, await host.StatusAsync("/v1/who", issuer.Token()));
        issuer.Claims["email_verified"] = true;
        Assert.Equal(200, await host.StatusAsync("/api/v1/users", issuer.Token()));
    }

    [Fact]
    public async Task The_first_account_is_never_made_from_outside()
    {
        await using var issuer = await SmallIssuer.StartAsync();
        await using var host = await StartAsync(issuer);
        Assert.Equal(401, await host.StatusAsync("/v1/who", issuer.Token()));
    }

    [Fact]
    public async Task An_issuer_that_changes_its_key_is_asked_again_and_a_flood_of_unknown_keys_is_not_passed_on()
    {
        await using var issuer = await SmallIssuer.StartAsync();
        await using var host = await StartAsync(issuer);
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        Assert.Equal(200, await host.StatusAsync("/v1/who", issuer.Token()));
        issuer.ChangeKey();
        for (var i = 0; i < 10; i++) Assert.Equal(401, await host.StatusAsync("/v1/who", issuer.Token()));
        Assert.Equal(1, issuer.KeyRequests);
    }

    [Fact]
    public async Task Tokens_signed_with_a_shared_secret_are_taken_where_that_was_configured()
    {
        const string Supabase = "https://project.supabase.co/auth/v1";
        await using var host = await IdentityHost.StartAsync(settings:
        [
            ("Parley:Identity:Issuers:0:Name", "supabase"), ("Parley:Identity:Issuers:0:Url", Supabase),
            ("Parley:Identity:Issuers:0:SharedSecret", Secret), ("Parley:Identity:Issuers:0:Audience", "authenticated"),
        ]);
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        Dictionary<string, object> claims = new() { ["sub"] = "5b0c", ["aud"] = "authenticated", ["email"] = "ada@example.org", ["role"] = "authenticated" };
        Assert.Equal(200, await host.StatusAsync("/v1/who", SmallIssuer.SharedSecretToken(Secret, Supabase, claims)));
        Assert.Equal(401, await host.StatusAsync("/v1/who", SmallIssuer.SharedSecretToken(Secret + "x", Supabase, claims)));
        Assert.Equal(401, await host.StatusAsync("/v1/who", SmallIssuer.SharedSecretToken(Secret, Supabase, claims, algorithm: "none")));
        Assert.Equal(401, await host.StatusAsync("/v1/who", SmallIssuer.SharedSecretToken(Secret, Supabase, new(claims) { ["aud"] = "anon" })));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Signing_in_at_its_page_begins_a_session_of_ours(bool postgres)
    {
        await using var issuer = await SmallIssuer.StartAsync();
        await using var host = await StartAsync(issuer, postgres);
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        using var browser = new BrowserSessionTests.Browser(host);
        using var there = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        using var begin = await browser.SendAsync(HttpMethod.Get, "/login/small?returnUrl=/c/1");
        Assert.Equal(HttpStatusCode.Redirect, begin.StatusCode);
        Assert.StartsWith(issuer.Url, begin.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var authorized = await there.GetAsync(begin.Headers.Location);
        var back = authorized.Headers.Location!;
        Assert.Equal("/login/small/done", back.AbsolutePath);
        // Another browser, without the cookies of the one that began, gets nowhere with it.
        using (var thief = new BrowserSessionTests.Browser(host))
        {
            using var stolen = await thief.SendAsync(HttpMethod.Get, back.PathAndQuery);
            Assert.Equal("/login?outside=failed", stolen.Headers.Location?.OriginalString);
            Assert.False(thief.Cookies.ContainsKey("__Host-parley"));
        }

        using var done = await browser.SendAsync(HttpMethod.Get, back.PathAndQuery);
        Assert.Equal((HttpStatusCode.Redirect, "/c/1"), (done.StatusCode, done.Headers.Location?.OriginalString));
        var me = await (await browser.SendAsync(HttpMethod.Get, "/api/v1/auth/me")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("ada@example.org", me.GetProperty("email").GetString());
        var sessions = await (await browser.SendAsync(HttpMethod.Get, "/api/v1/auth/sessions")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("small", sessions.GetProperty("items")[0].GetProperty("method").GetString());
    }

    /// <summary>Whoever registers with somebody else's address must not wait there for them.</summary>
    [Theory, MemberData(nameof(BothKinds))]
    public async Task An_account_whose_address_nobody_proved_is_not_tied(bool postgres)
    {
        await using var issuer = await SmallIssuer.StartAsync();
        await using var host = await IdentityHost.StartAsync(postgres, ("Parley:Identity:SignUp", "Open"), ("Parley:Identity:Issuers:0:Name", "small"), ("Parley:Identity:Issuers:0:Url", issuer.Url),
            ("Parley:Identity:Issuers:0:ClientId", SmallIssuer.Client), ("Parley:Identity:Issuers:0:ClientSecret", SmallIssuer.ClientSecret));
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        using var anybody = host.Client();
        using var registered = await anybody.PostAsJsonAsync("/api/v1/auth/register", new { email = "ada@example.org", password = Person.Password });
        Assert.Equal(HttpStatusCode.OK, registered.StatusCode);
        Assert.Equal(401, await host.StatusAsync("/v1/who", issuer.Token()));
        // A link that an administrator gave to its owner, or that was mailed there, proves it.
        var ada = (await host.Service<AccountStore>().FindAsync("ada@example.org", CancellationToken.None))!;
        var (link, _) = host.Service<Parley.Identity.Recovery.ResetLinks>().Create(ada);
        using var reset = await anybody.PostAsJsonAsync("/api/v1/auth/reset", new { token = link, newPassword = Person.Password + " now" });
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        var who = await host.Client(issuer.Token()).GetFromJsonAsync<JsonElement>("/v1/who");
        Assert.Equal(ada.Id.ToString(), who.GetProperty("userId").GetString());
    }

    [Fact]
    public async Task An_account_does_not_change_hands_with_an_address()
    {
        await using var issuer = await SmallIssuer.StartAsync();
        await using var host = await StartAsync(issuer);
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        // Made by the word of an issuer that had not verified the address: its owner comes later.
        issuer.Claims = new() { ["sub"] = "m-1", ["email"] = "ceo@example.org", ["name"] = "M" };
        Assert.Equal(200, await host.StatusAsync("/v1/who", issuer.Token()));
        issuer.Claims = new() { ["sub"] = "v-1", ["email"] = "ceo@example.org", ["email_verified"] = true };
        Assert.Equal(401, await host.StatusAsync("/v1/who", issuer.Token()));
        // Verified both times, and yet two subjects.
        issuer.Claims = new() { ["sub"] = "a-1", ["email"] = "ada@example.org", ["email_verified"] = true };
        Assert.Equal(200, await host.StatusAsync("/v1/who", issuer.Token()));
        issuer.Claims["sub"] = "a-2";
        Assert.Equal(401, await host.StatusAsync("/v1/who", issuer.Token()));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Of_subjects_with_one_address_that_come_at_the_same_moment_one_gets_the_account(bool postgres)
    {
        await using var issuer = await SmallIssuer.StartAsync();
        await using var host = await StartAsync(issuer, postgres);
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        for (var i = 0; i < 10; i++)
        {
            await host.AccountAsync($"p{i}@example.org");
            var tokens = Enumerable.Range(0, 4).Select(n =>
            {
                issuer.Claims = new() { ["sub"] = $"s-{i}-{n}", ["email"] = $"p{i}@example.org", ["email_verified"] = true };
                return issuer.Token();
            }).ToList();
            var answers = await Task.WhenAll(tokens.Select(token => host.StatusAsync("/v1/who", token)));
            Assert.Equal([200, 401, 401, 401], answers.Order());
        }
    }

    private static Task<IdentityHost> StartAsync(SmallIssuer issuer, bool postgres = false) => IdentityHost.StartAsync(postgres,
        ("Parley:Identity:Issuers:0:Name", "small"), ("Parley:Identity:Issuers:0:Url", issuer.Url),
        ("Parley:Identity:Issuers:0:ClientId", SmallIssuer.Client), ("Parley:Identity:Issuers:0:ClientSecret", SmallIssuer.ClientSecret));
}
