using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.Identity.Accounts;
using Parley.Identity.SecondFactor;
using Parley.Identity.Sessions;

namespace Parley.Tests.Identity;

/// <summary>Dangerous things ask people of pages again who they are, and go on by themselves afterwards with what was typed.</summary>
public sealed partial class ProvingAgainTests
{
    [Fact]
    public async Task A_form_waits_for_the_proof_and_goes_on_with_what_was_typed()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("ada@example.org");
        using var browser = await SignedInAsync(host, "ada@example.org");
        host.Time.Ahead = SessionTimes.StepUp + TimeSpan.FromMinutes(1);

        KeyValuePair<string, string>[] typed = [new("name", "my \"note\" <book>"), new("scope-gateway", "on"), new("expiresInDays", "30")];
        using var asked = await browser.PostFormAsync("/settings/keys", typed);
        var page = await asked.Content.ReadAsStringAsync();
        Assert.Contains("Is it still you?", page, StringComparison.Ordinal);
        Assert.DoesNotContain("ply_", page, StringComparison.Ordinal);
        var kept = Hidden(page);
        Assert.Equal("/settings/keys", kept["continueTo"]);
        Assert.Equal(typed[0].Value, kept["name"]);

        // A wrong password keeps all of it.
        using var wrong = await browser.PostFormAsync("/verify", [.. kept, new("password", "not the password")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        kept = Hidden(await wrong.Content.ReadAsStringAsync());
        Assert.Equal((typed[0].Value, "on", "30"), (kept["name"], kept["scope-gateway"], kept["expiresInDays"]));

        using var right = await browser.PostFormAsync("/verify", [.. kept, new("password", Person.Password)]);
        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/settings/keys"), (right.StatusCode, right.Headers.Location?.OriginalString));
        // 307: the browser sends the same body there.
        using var made = await browser.PostFormAsync("/settings/keys", [.. kept, new("password", Person.Password)]);
        Assert.Equal((HttpStatusCode.SeeOther, "/settings/keys"), (made.StatusCode, made.Headers.Location?.OriginalString));
        Assert.DoesNotContain("ply_", made.Headers.ToString(), StringComparison.Ordinal);
        // The page behind it opens what was sealed, once.
        Assert.Contains("__Secure-parley-made-key=", string.Join(' ', made.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/settings/"), InlineData("//evil.example/settings/"), InlineData("/logout"), InlineData("/settings/\\evil.example"), InlineData("")]
    public async Task A_proof_leads_to_no_other_place(string path)
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("ada@example.org");
        using var browser = await SignedInAsync(host, "ada@example.org");
        using var answer = await browser.PostFormAsync("/verify", [new("continueTo", path), new("returnUrl", "https://evil.example"), new("password", Person.Password)]);
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Making_an_administrator_asks_for_a_proof_and_takes_no_number_for_a_role()
    {
        await using var host = await IdentityHost.StartAsync();
        var root = await host.PersonAsync("root@example.org", AccountRole.Admin);
        var ada = await host.AccountAsync("ada@example.org");
        using var browser = await SignedInAsync(host, "root@example.org");
        using (var odd = await browser.PostFormAsync($"/admin/users/{ada.Id}/role", [new("role", "7")])) Assert.Equal(HttpStatusCode.SeeOther, odd.StatusCode);
        using (var number = await browser.PostFormAsync($"/admin/users/{ada.Id}/role", [new("role", "1")])) Assert.Equal(HttpStatusCode.SeeOther, number.StatusCode);
        Assert.Equal(AccountRole.Member, (await host.Service<AccountStore>().FindAsync(ada.Id, CancellationToken.None))!.Role);
        using (var theme = await browser.PostFormAsync("/settings/appearance", [new("theme", "9")])) Assert.Equal(HttpStatusCode.UnprocessableEntity, theme.StatusCode);

        host.Time.Ahead = SessionTimes.StepUp + TimeSpan.FromMinutes(1);
        using (var asked = await browser.PostFormAsync($"/admin/users/{ada.Id}/role", [new("role", "admin")])) Assert.Contains("Is it still you?", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var fresh = await RefreshedAsync(host, root);
        using var client = fresh.Client(host.Address);
        foreach (var answer in new[] { await client.PatchAsJsonAsync($"/api/v1/users/{ada.Id}", new { role = "admin" }), await client.PostAsJsonAsync("/api/v1/invitations", new { email = "new@example.org", role = "admin" }) })
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal("verification", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("needs").GetString());
        }

        Assert.Equal(AccountRole.Member, (await host.Service<AccountStore>().FindAsync(ada.Id, CancellationToken.None))!.Role);
    }

    [Fact]
    public async Task An_administrator_sees_and_ends_what_somebody_has_open()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        var ada = await host.PersonAsync("ada@example.org");
        using var hers = ada.Client(host.Address);
        var key = await (await hers.PostAsJsonAsync("/api/v1/keys", new { name = "notebook", scopes = new[] { "gateway" } })).Content.ReadFromJsonAsync<JsonElement>();
        var secret = (await host.Service<SecondFactors>().BeginAsync(ada.Id, CancellationToken.None))!;
        Assert.NotNull(await host.Service<SecondFactors>().ConfirmAsync(ada.Id, Totp.Code(secret, host.Time.GetUtcNow()), CancellationToken.None));

        using var browser = await SignedInAsync(host, "root@example.org");
        var path = $"/admin/users/{ada.Id}";
        var page = await (await browser.SendAsync(HttpMethod.Get, path)).Content.ReadAsStringAsync();
        foreach (var shown in new[] { "notebook", "authenticator app", "ada@example.org" }) Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.Equal(200, await host.StatusAsync("/v1/who", key.GetProperty("key").GetString()));
        using (var revoked = await browser.PostFormAsync($"{path}/keys/{key.GetProperty("id").GetString()}/revoke", [])) Assert.Equal(HttpStatusCode.SeeOther, revoked.StatusCode);
        Assert.Equal(401, await host.StatusAsync("/v1/who", key.GetProperty("key").GetString()));
        using (await browser.PostFormAsync($"{path}/totp/remove", [])) Assert.False((await host.Service<AccountStore>().FindAsync(ada.Id, CancellationToken.None))!.TwoFactorEnabled);
        Assert.Equal(HttpStatusCode.OK, (await hers.GetAsync("/api/v1/auth/me")).StatusCode);
        using (await browser.PostFormAsync($"{path}/sessions/end", [])) Assert.Equal(HttpStatusCode.Unauthorized, (await hers.GetAsync("/api/v1/auth/me")).StatusCode);
        // A member has no such page.
        using var member = await SignedInAsync(host, "ada@example.org");
        Assert.Equal(HttpStatusCode.Forbidden, (await member.SendAsync(HttpMethod.Get, path)).StatusCode);
    }

    [Fact]
    public async Task An_administrator_makes_accounts_whose_owners_set_the_password_though_sign_up_is_closed()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        using var browser = await SignedInAsync(host, "root@example.org");
        using (var wrong = await browser.PostFormAsync("/admin/users", [new("email", "nobody"), new("displayName", "Grace <b>"), new("role", "member")]))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            var form = await wrong.Content.ReadAsStringAsync();
            Assert.Contains("no e-mail address", form, StringComparison.Ordinal);
            Assert.Contains("value=\"Grace &lt;b&gt;\"", form, StringComparison.Ordinal);
        }

        using var made = await browser.PostFormAsync("/admin/users", [new("email", " grace@example.org "), new("displayName", ""), new("role", "member")]);
        var page = await made.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.OK, true), (made.StatusCode, page.Contains("grace has an account", StringComparison.Ordinal)));
        var account = (await host.Service<AccountStore>().FindAsync("grace@example.org", CancellationToken.None))!;
        Assert.Equal((AccountRole.Member, "grace", null), (account.Role, account.DisplayName, account.PasswordHash));
        using (var again = await browser.PostFormAsync("/admin/users", [new("email", "GRACE@example.org"), new("role", "admin")])) Assert.Contains("an account with this address already", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Nobody comes in before its owner has set a password.
        using var stranger = await BrowserSessionTests.Browser.OpenAsync(host);
        foreach (var guess in new[] { "", Person.Password })
            using (var refused = await stranger.PostFormAsync("/login", [new("email", "grace@example.org"), new("password", guess)])) Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var token = Uri.UnescapeDataString(page.Split("/reset?token=")[1].Split('"')[0]);
        using (var set = await stranger.PostFormAsync("/reset", [new("token", token), new("password", Person.Password)])) Assert.Equal(HttpStatusCode.SeeOther, set.StatusCode);
        await stranger.SignInAsync("grace@example.org");

        using var member = await SignedInAsync(host, "grace@example.org");
        using (var forbidden = await member.PostFormAsync("/admin/users", [new("email", "friend@example.org"), new("role", "admin")])) Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        host.Time.Ahead = SessionTimes.StepUp + TimeSpan.FromMinutes(1);
        using (var asked = await browser.PostFormAsync("/admin/users", [new("email", "late@example.org"), new("role", "admin")])) Assert.Contains("Is it still you?", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await host.Service<AccountStore>().FindAsync("late@example.org", CancellationToken.None));
    }

    private static async Task<BrowserSessionTests.Browser> SignedInAsync(IdentityHost host, string email)
    {
        var browser = await BrowserSessionTests.Browser.OpenAsync(host);
        await browser.SignInAsync(email);
        await browser.LoadAsync();
        return browser;
    }

    private static async Task<Person> RefreshedAsync(IdentityHost host, Person person)
    {
        using var anybody = host.Client();
        return Person.Of(await (await anybody.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken = person.RefreshToken })).Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>The hidden fields of the first form of a page, but for its token.</summary>
    private static Dictionary<string, string> Hidden(string page) => HiddenField().Matches(page[..page.IndexOf("</form>", StringComparison.Ordinal)])
        .Select(match => (Name: match.Groups[1].Value, Value: WebUtility.HtmlDecode(match.Groups[2].Value))).Where(field => field.Name != "RequestVerificationToken").ToDictionary(field => field.Name, field => field.Value);

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
