using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Identity.Accounts;
using Parley.Identity.Recovery;
using Parley.Identity.SecondFactor;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

/// <summary>Whoever registers with an address that is not theirs, and waits: nothing of theirs is left when its owner comes.</summary>
public sealed class HandoverTests
{
    private const string Mine = "Owner-of-it-9";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task What_was_made_before_an_address_was_proved_ends_when_its_owner_proves_it(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres, ("Parley:Identity:SignUp", "Open"));
        await using var other = await host.StartNodeAsync();
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        using var anybody = host.Client();
        var eve = Person.Of(await (await anybody.PostAsJsonAsync("/api/v1/auth/register", new { email = "ada@example.org", password = Person.Password })).Content.ReadFromJsonAsync<JsonElement>());
        using var waiting = eve.Client(host.Address);
        waiting.DefaultRequestHeaders.Add("Origin", host.Address.GetLeftPart(UriPartial.Authority));
        var key = await KeyAsync(waiting);
        var device = new SoftAuthenticator(host.Address.GetLeftPart(UriPartial.Authority));
        using (var added = await PasskeyTests.AddAsync(waiting, device)) Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var factors = host.Service<SecondFactors>();
        var secret = (await factors.BeginAsync(eve.Id, CancellationToken.None))!;
        await factors.ConfirmAsync(eve.Id, Totp.Code(secret, host.Time.GetUtcNow()), CancellationToken.None);
        Assert.Equal((200, 200), (await host.StatusAsync("/v1/who", key), await other.StatusAsync("/v1/who", key)));

        await ResetAsync(host, "ada@example.org", Mine);
        Assert.Equal((401, 401), (await host.StatusAsync("/v1/who", key), await host.StatusAsync("/v1/who", eve.AccessToken)));
        await Parley.Tests.Providers.Eventually.TrueAsync(async () => await other.StatusAsync("/v1/who", key) == 401 && await other.StatusAsync("/v1/who", eve.AccessToken) == 401);
        // Neither her app nor her passkey stands between the owner and the account.
        var ada = await Person.SignInAsync(anybody, "ada@example.org", Mine);
        Assert.Equal(eve.Id, ada.Id);
        using var hers = ada.Client(host.Address);
        Assert.Empty((await hers.GetFromJsonAsync<JsonElement>("/api/v1/auth/passkeys")).GetProperty("items").EnumerateArray());
        Assert.False((await hers.GetFromJsonAsync<JsonElement>("/api/v1/auth/me")).GetProperty("hasTotp").GetBoolean());

        // From now on it is certain whose it is: a forgotten password costs no keys.
        var later = await KeyAsync(hers);
        await ResetAsync(host, "ada@example.org", Person.Password);
        Assert.Equal((200, 401), (await host.StatusAsync("/v1/who", later), await host.StatusAsync("/v1/who", ada.AccessToken)));
    }

    [Fact]
    public async Task An_issuer_that_had_not_verified_the_address_opens_the_account_no_more()
    {
        await using var issuer = await SmallIssuer.StartAsync();
        await using var host = await IdentityHost.StartAsync(settings: [("Parley:Identity:Issuers:0:Name", "small"), ("Parley:Identity:Issuers:0:Url", issuer.Url),
            ("Parley:Identity:Issuers:0:ClientId", SmallIssuer.Client), ("Parley:Identity:Issuers:0:ClientSecret", SmallIssuer.ClientSecret)]);
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        issuer.Claims = new() { ["sub"] = "m-1", ["email"] = "ceo@example.org", ["name"] = "M" };
        Assert.Equal(200, await host.StatusAsync("/v1/who", issuer.Token()));
        await ResetAsync(host, "ceo@example.org", Mine);
        Assert.Equal(401, await host.StatusAsync("/v1/who", issuer.Token()));
        issuer.Claims = new() { ["sub"] = "v-1", ["email"] = "ceo@example.org", ["email_verified"] = true };
        Assert.Equal(200, await host.StatusAsync("/v1/who", issuer.Token()));
    }

    private static async Task<string> KeyAsync(HttpClient client) =>
        (await (await client.PostAsJsonAsync("/api/v1/keys", new { name = "notebook", scopes = new[] { "gateway" } })).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;

    private static async Task ResetAsync(IdentityHost host, string email, string password)
    {
        var (token, _) = host.Service<ResetLinks>().Create((await host.Service<AccountStore>().FindAsync(email, CancellationToken.None))!);
        using var anybody = host.Client();
        using var reset = await anybody.PostAsJsonAsync("/api/v1/auth/reset", new { token, newPassword = password });
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
    }
}
