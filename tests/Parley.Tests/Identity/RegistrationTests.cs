using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Identity.FirstAccount;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

public sealed class RegistrationTests
{
    private const string Register = "/api/v1/auth/register";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task The_first_account_needs_the_setup_token_once_and_administers(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        using var anybody = host.Client();
        var token = await TokenAsync(host);
        using var without = await anybody.PostAsJsonAsync(Register, Body("ada@example.org"));
        Assert.Equal(HttpStatusCode.Forbidden, without.StatusCode);
        Assert.Contains("/setup?token=", (await without.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var wrong = await anybody.PostAsJsonAsync(Register, Body("ada@example.org", "pls_" + new string('x', 32)));
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);

        var attempts = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => anybody.PostAsJsonAsync(Register, Body($"ada{i}@example.org", token))));
        var made = Assert.Single(attempts, answer => answer.IsSuccessStatusCode);
        var answer = await made.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("admin", answer.GetProperty("user").GetProperty("role").GetString());
        Assert.Equal(600, answer.GetProperty("expiresIn").GetInt32());
        Assert.Equal(200, await host.StatusAsync("/api/v1/keys", Person.Of(answer).AccessToken));
        Assert.Null(await host.Service<SetupTokens>().FindAsync(CancellationToken.None));

        // Sign-up is closed now, also with the token.
        using var second = await anybody.PostAsJsonAsync(Register, Body("eve@example.org", token));
        Assert.Equal(HttpStatusCode.Forbidden, second.StatusCode);
        Assert.Contains("Ask an administrator", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(token, host.Logged, StringComparison.Ordinal);
    }

    /// <summary>As when a second token was made in the moment in which the first one was used, and somebody who had shown the first one comes late.</summary>
    [Theory, MemberData(nameof(BothKinds))]
    public async Task Beside_an_account_no_token_makes_another_one(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        await host.AccountAsync("ada@example.org", AccountRole.Admin);
        await using var db = await host.Service<IDbContextFactory<ParleyDbContext>>().CreateDbContextAsync();
        db.Add(new SetupToken { Sealed = [1] });
        await db.SaveChangesAsync();
        var eve = new NewAccount("eve@example.org", "Eve", AccountRole.Admin, "hash");
        Assert.Null(await host.Service<AccountStore>().CreateAsync(eve, change => SetupTokens.UseAsync(change, CancellationToken.None), CancellationToken.None));
        Assert.Null(await host.Service<AccountStore>().FindAsync(eve.Email, CancellationToken.None));
    }

    [Fact]
    public async Task The_token_stays_the_same_until_it_is_used_and_nodes_share_it()
    {
        await using var host = await IdentityHost.StartAsync();
        await using var node = await host.StartNodeAsync();
        Assert.Equal(await TokenAsync(host), await TokenAsync(node));
    }

    [Fact]
    public async Task Before_the_first_account_registration_and_pages_are_for_this_machine()
    {
        await using var host = await IdentityHost.StartAsync();
        var token = await TokenAsync(host);
        using var proxied = host.Client();
        proxied.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var refused = await proxied.PostAsJsonAsync(Register, Body("eve@example.org", token));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("machine", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await proxied.GetAsync("/setup")).StatusCode);
        // Programs with a key are served wherever they are.
        proxied.DefaultRequestHeaders.Add("x-api-key", await host.KeyAsync("gateway"));
        Assert.Equal(HttpStatusCode.OK, (await proxied.GetAsync("/v1/who")).StatusCode);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Where_sign_up_is_open_everybody_is_a_member_and_an_address_is_taken_once(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres, ("Parley:Identity:SignUp", "open"));
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        using var anybody = host.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => anybody.PostAsJsonAsync(Register, Body(i % 2 == 0 ? "ada@example.org" : " ADA@Example.ORG "))));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        var ada = Person.Of(await answers.Single(answer => answer.IsSuccessStatusCode).Content.ReadFromJsonAsync<JsonElement>());
        Assert.Equal(ada.Id, (await Person.SignInAsync(anybody, "Ada@example.org")).Id);
    }

    [Theory]
    [InlineData("""{"email":"no-address","password":"Correct-horse-7"}""", "email")]
    [InlineData("""{"email":"a@b@c","password":"Correct-horse-7"}""", "email")]
    [InlineData("""{"email":"a b@example.org","password":"Correct-horse-7"}""", "email")]
    [InlineData("""{"email":"ada@example.org","password":"short"}""", "password")]
    [InlineData("""{"email":"ada@example.org","password":"password"}""", "password")]
    [InlineData("""{"email":"ada@example.org","password":"ada@example.org"}""", "password")]
    [InlineData("""{"email":"ada@example.org","password":"Correct-horse-7","displayName":""}""", "displayName")]
    [InlineData("""{"email":"ada@example.org","password":"Correct-horse-7","displayName":"a\nb"}""", "displayName")]
    [InlineData("""{"email":"ada@example.org","password":"Correct-horse-7","role":"admin"}""", "role")]
    [InlineData("""{"email":"ada@example.org"}""", "password")]
    public async Task What_cannot_be_used_is_named(string body, string field)
    {
        await using var host = await IdentityHost.StartAsync(settings: ("Parley:Identity:SignUp", "open"));
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        using var anybody = host.Client();
        using var answer = await anybody.PostAsync(Register, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Attempts_from_one_address_are_limited()
    {
        await using var host = await IdentityHost.StartAsync(settings: ("Parley:Identity:AttemptsPerMinute", "3"));
        using var anybody = host.Client();
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken = "x" })).StatusCode);
        using var refused = await anybody.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken = "x" });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 20);
    }

    private static object Body(string email, string? setupToken = null) => setupToken is null
        ? new { email, password = Person.Password, displayName = "Ada" }
        : new { email, password = Person.Password, displayName = "Ada", setupToken };

    private static async Task<string> TokenAsync(IdentityHost host) => (await host.Service<SetupTokens>().FindAsync(CancellationToken.None))!.Reveal();
}
