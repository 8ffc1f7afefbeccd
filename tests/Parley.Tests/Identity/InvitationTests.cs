using System.Net;
using System.Net.Http.Json;
using Parley.Identity.Accounts;
using Parley.Identity.Outside;
using Parley.Identity.Recovery;

namespace Parley.Tests.Identity;

/// <summary>Invitations to accounts that an administrator made, and the letters of both kinds of invitations.</summary>
public sealed class InvitationTests
{
    [Fact]
    public async Task Whoever_gets_an_account_is_invited_for_a_week_and_a_lost_password_has_its_hour()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        using var admin = await SignedInAsync(host, "root@example.org");
        var made = await TextAsync(admin.PostFormAsync("/admin/users", [new("email", "grace@example.org"), new("role", "member")]));
        Assert.Contains("within a week", made, StringComparison.Ordinal);
        Assert.DoesNotContain("A letter", made, StringComparison.Ordinal);
        var grace = (await host.Service<AccountStore>().FindAsync("grace@example.org", CancellationToken.None))!;
        // Until its owner came in, what the list of users makes is an invitation again.
        var again = await TextAsync(admin.PostFormAsync($"/admin/users/{grace.Id}/reset-link", []));
        Assert.Contains("grace is invited again", again, StringComparison.Ordinal);
        var lost = host.Service<ResetLinks>().Create(grace).Token;

        using var stranger = await BrowserSessionTests.Browser.OpenAsync(host);
        var (invitation, page) = (TokenIn(made), await TextAsync(stranger.SendAsync(HttpMethod.Get, $"/reset?token={TokenIn(made)}")));
        Assert.Contains("You are invited to Parley", page, StringComparison.Ordinal);
        Assert.DoesNotContain("new password", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Choose a new password", await TextAsync(stranger.SendAsync(HttpMethod.Get, $"/reset?token={lost}")), StringComparison.Ordinal);

        host.Time.Ahead = ResetLinks.Lifetime + TimeSpan.FromSeconds(1);
        Assert.Contains("for an hour", await TextAsync(SetAsync(lost)), StringComparison.Ordinal);
        host.Time.Ahead = ResetLinks.InvitationLifetime + TimeSpan.FromSeconds(1);
        Assert.Contains("This invitation is not good any more", await TextAsync(SetAsync(invitation)), StringComparison.Ordinal);
        host.Time.Ahead = ResetLinks.InvitationLifetime - TimeSpan.FromMinutes(1);
        using (var set = await SetAsync(invitation)) Assert.Equal(HttpStatusCode.SeeOther, set.StatusCode);
        foreach (var used in new[] { invitation, TokenIn(again) })
            using (var refused = await SetAsync(used)) Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        // Who came in has a password to lose.
        Assert.False(await host.Service<AccountStore>().IsAwaitedAsync((await host.Service<AccountStore>().FindAsync(grace.Id, CancellationToken.None))!, CancellationToken.None));

        Task<HttpResponseMessage> SetAsync(string token) => stranger.PostFormAsync("/reset", [new("token", token), new("password", Person.Password)]);
    }

    [Fact]
    public async Task An_invitation_is_void_once_its_owner_came_in_by_an_outside_issuer()
    {
        await using var host = await IdentityHost.StartAsync();
        var grace = (await host.Service<AccountStore>().CreateAsync(new NewAccount("grace@example.org", "Grace", AccountRole.Member, PasswordHash: null) { IsAddressProved = true }, mayMake: null, CancellationToken.None))!;
        var token = host.Service<ResetLinks>().Invite(grace).Token;
        Assert.NotNull(await host.Service<ResetLinks>().FindAsync(token, CancellationToken.None));
        Assert.NotNull(await host.Service<OutsideAccounts>().FindAsync(new IssuerOptions { Name = "outside" }, "subject", grace.Email, isVerified: true, name: null, CancellationToken.None));
        Assert.Null(await host.Service<ResetLinks>().FindAsync(token, CancellationToken.None));
    }

    [Fact]
    public async Task Where_mail_is_set_up_invited_people_get_a_letter()
    {
        await using var mail = new SmallMailServer();
        await using var host = await IdentityHost.StartAsync(settings:
        [
            ("Parley:Mail:Host", "127.0.0.1"), ("Parley:Mail:Port", mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Parley:Mail:From", "parley@example.org"),
            ("Parley:Mail:Security", "none"), ("Parley:Identity:PublicUrl", "https://parley.example.org"), ("Parley:Identity:SignUp", "invitation"),
        ]);
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        using var admin = await SignedInAsync(host, "root@example.org");
        Assert.Contains("A letter with this link is on its way to grace@example.org", await TextAsync(admin.PostFormAsync("/admin/users", [new("email", "grace@example.org"), new("role", "member")])), StringComparison.Ordinal);
        await IsLetterAsync("grace@example.org", "https://parley.example.org/reset?token=");
        Assert.Contains("A letter with this link is on its way to ada@example.org", await TextAsync(admin.PostFormAsync("/admin/invitations", [new("email", "ada@example.org"), new("role", "member")])), StringComparison.Ordinal);
        await IsLetterAsync("ada@example.org", "https://parley.example.org/register?invitation=pli_");
        using var stranger = await BrowserSessionTests.Browser.OpenAsync(host);
        Assert.Contains("You are invited to Parley", await TextAsync(stranger.SendAsync(HttpMethod.Get, "/register?invitation=pli_any")), StringComparison.Ordinal);
        using var client = (await Person.SignInAsync(host.Client(), "root@example.org")).Client(host.Address);
        using (var made = await client.PostAsJsonAsync("/api/v1/invitations", new { email = "eve@example.org" })) Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await IsLetterAsync("eve@example.org", "https://parley.example.org/register?invitation=pli_");

        async Task IsLetterAsync(string to, string link)
        {
            var letter = (await mail.NextAsync()).Replace("=\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
            foreach (var part in new[] { to, "You are invited to Parley", "within a week", link }) Assert.Contains(part, letter, StringComparison.Ordinal);
            Assert.DoesNotContain("new password", letter, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string TokenIn(string page) => Uri.UnescapeDataString(page.Split("/reset?token=")[1].Split('"')[0]);

    private static async Task<string> TextAsync(Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    private static async Task<BrowserSessionTests.Browser> SignedInAsync(IdentityHost host, string email)
    {
        var browser = await BrowserSessionTests.Browser.OpenAsync(host);
        await browser.SignInAsync(email);
        await browser.LoadAsync();
        return browser;
    }
}
