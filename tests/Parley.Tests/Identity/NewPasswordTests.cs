using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Identity.Accounts;
using Parley.Identity.Recovery;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

/// <summary>Passwords that are changed, or forgotten and set anew by a link.</summary>
public sealed class NewPasswordTests
{
    private const string Better = "Another-horse-8";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_changed_password_ends_the_other_sessions(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var here = await host.PersonAsync("ada@example.org");
        var there = await Person.SignInAsync(host.Client(), "ada@example.org");
        using var client = here.Client(host.Address);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/v1/auth/password", new { currentPassword = "wrong-one", newPassword = Better })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/v1/auth/password", new { currentPassword = Person.Password, newPassword = "short" })).StatusCode);
        Assert.Equal(200, await host.StatusAsync("/v1/who", there.AccessToken));
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync("/api/v1/auth/password", new { currentPassword = Person.Password, newPassword = Better })).StatusCode);
        Assert.Equal(200, await host.StatusAsync("/v1/who", here.AccessToken));
        Assert.Equal(401, await host.StatusAsync("/v1/who", there.AccessToken));
        Assert.Null(await TokenTests.RefreshAsync(host, there.RefreshToken));
        Assert.Equal(HttpStatusCode.Unauthorized, (await PasswordTests.TryAsync(host.Client(), "ada@example.org", Person.Password)).Item1);
        await Person.SignInAsync(host.Client(), "ada@example.org", Better);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_link_sets_a_password_once_within_an_hour(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var root = await host.PersonAsync("root@example.org", AccountRole.Admin);
        var ada = await host.PersonAsync("ada@example.org");
        using var admin = root.Client(host.Address);
        using var anybody = host.Client();
        async Task<string> LinkAsync() => (await (await admin.PostAsync($"/api/v1/users/{ada.Id}/reset-link", null)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        Task<HttpResponseMessage> ResetAsync(string token, string newPassword) => anybody.PostAsJsonAsync("/api/v1/auth/reset", new { token, newPassword });

        Assert.Equal(HttpStatusCode.BadRequest, (await ResetAsync("nonsense", Better)).StatusCode);
        var (first, second) = (await LinkAsync(), await LinkAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await ResetAsync(first, "short")).StatusCode);
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => ResetAsync(first, Better + i)));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        // What was for the old password is void, and all are signed out.
        Assert.Equal(HttpStatusCode.BadRequest, (await ResetAsync(second, Better)).StatusCode);
        Assert.Equal(401, await host.StatusAsync("/v1/who", ada.AccessToken));
        var late = await LinkAsync();
        host.Time.Ahead = ResetLinks.Lifetime + TimeSpan.FromSeconds(1);
        Assert.Equal(HttpStatusCode.BadRequest, (await ResetAsync(late, Better)).StatusCode);
    }

    [Fact]
    public async Task Forgetting_a_password_tells_nobody_who_has_an_account()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("ada@example.org");
        using var anybody = host.Client();
        using var known = await anybody.PostAsJsonAsync("/api/v1/auth/forgot", new { email = "ada@example.org" });
        using var unknown = await anybody.PostAsJsonAsync("/api/v1/auth/forgot", new { email = "nobody@example.org" });
        Assert.Equal((known.StatusCode, await known.Content.ReadAsStringAsync()), (unknown.StatusCode, await unknown.Content.ReadAsStringAsync()));
        Assert.Contains("administrator", await known.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_mail_is_set_up_the_link_comes_by_mail_to_those_who_have_an_account()
    {
        await using var mail = new SmallMailServer();
        await using var host = await IdentityHost.StartAsync(settings:
        [
            ("Parley:Mail:Host", "127.0.0.1"), ("Parley:Mail:Port", mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Parley:Mail:From", "parley@example.org"),
            ("Parley:Mail:Security", "none"), ("Parley:Identity:PublicUrl", "https://parley.example.org"),
        ]);
        await host.AccountAsync("ada@example.org");
        using var anybody = host.Client();
        await anybody.PostAsJsonAsync("/api/v1/auth/forgot", new { email = "nobody@example.org" });
        await anybody.PostAsJsonAsync("/api/v1/auth/forgot", new { email = "ada@example.org" });
        await anybody.PostAsJsonAsync("/api/v1/auth/forgot", new { email = "ada@example.org" });
        var letter = await mail.NextAsync();
        Assert.Contains("ada@example.org", letter, StringComparison.Ordinal);
        var text = letter.Replace("=\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        const string Start = "https://parley.example.org/reset?token=";
        var token = new string([.. text[(text.IndexOf(Start, StringComparison.Ordinal) + Start.Length)..].TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')]);
        Assert.Equal(HttpStatusCode.NoContent, (await anybody.PostAsJsonAsync("/api/v1/auth/reset", new { token, newPassword = Better })).StatusCode);
        await Person.SignInAsync(anybody, "ada@example.org", Better);
        Assert.Equal(1, mail.Count);
    }
}
