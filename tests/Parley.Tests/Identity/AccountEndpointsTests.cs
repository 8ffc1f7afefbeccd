using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Identity.Avatars;
using Parley.Identity.Sessions;
using Parley.Tests.Infrastructure;
using SkiaSharp;

namespace Parley.Tests.Identity;

public sealed class AccountEndpointsTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Sessions_are_listed_and_ended_by_their_owner_only(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var ada = await host.PersonAsync("ada@example.org");
        var phone = await Person.SignInAsync(host.Client(), "ada@example.org");
        var eve = await host.PersonAsync("eve@example.org", AccountRole.Admin);
        using var client = ada.Client(host.Address);
        var items = (await client.GetFromJsonAsync<JsonElement>("/api/v1/auth/sessions")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([false, true], items.Select(item => item.GetProperty("isCurrent").GetBoolean()));
        var page = await client.GetFromJsonAsync<JsonElement>("/api/v1/auth/sessions?limit=1");
        var second = await client.GetFromJsonAsync<JsonElement>($"/api/v1/auth/sessions?limit=1&cursor={page.GetProperty("next").GetString()}");
        Assert.Equal(items[1].GetProperty("id").GetString(), second.GetProperty("items")[0].GetProperty("id").GetString());
        var path = $"/api/v1/auth/sessions/{items[0].GetProperty("id").GetString()}";
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client(host.Address).DeleteAsync(path)).StatusCode);
        Assert.Equal(200, await host.StatusAsync("/v1/who", phone.AccessToken));
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(path)).StatusCode);
        Assert.Equal(401, await host.StatusAsync("/v1/who", phone.AccessToken));
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync("/api/v1/auth/sessions/nonsense")).StatusCode);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_persons_key_does_what_they_may_and_no_more(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var root = await host.PersonAsync("root@example.org", AccountRole.Admin);
        var ada = await host.PersonAsync("ada@example.org");
        using var client = ada.Client(host.Address);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsJsonAsync("/api/v1/keys", new { name = "k", scopes = new[] { "admin" } })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/v1/keys", new { name = "k", scopes = new[] { "account" } })).StatusCode);
        var made = await KeyAsync(client, "gateway", "chat");
        var (id, key) = (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
        var who = await host.Client(key).GetFromJsonAsync<JsonElement>("/v1/who");
        Assert.Equal(ada.Id.ToString(), who.GetProperty("userId").GetString());
        // A key has no profile.
        Assert.Equal(403, await host.StatusAsync("/api/v1/auth/me", key));
        // An administrator's things are their own as well, and a key of nobody cannot chat.
        using var admin = root.Client(host.Address);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"/api/v1/keys/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.DeleteAsync($"/api/v1/keys/{id}")).StatusCode);
        var roots = await KeyAsync(admin, "admin", "gateway");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/v1/keys/{roots.GetProperty("id").GetString()}")).StatusCode);
        Assert.Equal([id], await IdsAsync(client));
        using var nobodys = host.Client(await host.KeyAsync("admin"));
        Assert.Equal(HttpStatusCode.BadRequest, (await nobodys.PostAsJsonAsync("/api/v1/keys", new { name = "k", scopes = new[] { "chat" } })).StatusCode);
        Assert.Contains(id, await IdsAsync(nobodys));

        // Less rights of the person are less rights of the key, at once, and back.
        await host.AccountAsync("other-root@example.org", AccountRole.Admin);
        var rootKey = roots.GetProperty("key").GetString()!;
        Assert.Equal(200, await host.StatusAsync("/api/v1/users", rootKey));
        using var second = (await Person.SignInAsync(host.Client(), "other-root@example.org")).Client(host.Address);
        Assert.Equal(HttpStatusCode.OK, (await second.PatchAsJsonAsync($"/api/v1/users/{root.Id}", new { role = "member" })).StatusCode);
        Assert.Equal(403, await host.StatusAsync("/api/v1/users", rootKey));
        Assert.Equal(200, await host.StatusAsync("/v1/who", rootKey));
        await second.PatchAsJsonAsync($"/api/v1/users/{ada.Id}", new { disabled = true });
        Assert.Equal(401, await host.StatusAsync("/v1/who", key));
        await second.PatchAsJsonAsync($"/api/v1/users/{ada.Id}", new { disabled = false });
        Assert.Equal(200, await host.StatusAsync("/v1/who", key));
        Assert.Equal(HttpStatusCode.NoContent, (await second.DeleteAsync($"/api/v1/users/{ada.Id}")).StatusCode);
        Assert.Equal(401, await host.StatusAsync("/v1/who", key));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_key_is_changed_for_another_with_an_overlap(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var ada = await host.PersonAsync("ada@example.org");
        var eve = await host.PersonAsync("eve@example.org");
        using var client = ada.Client(host.Address);
        var old = await KeyAsync(client, "gateway");
        var path = $"/api/v1/keys/{old.GetProperty("id").GetString()}/rotate";
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client(host.Address).PostAsJsonAsync(path, new { overlapSeconds = 60 })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync(path, new { overlapSeconds = -1 })).StatusCode);
        using var answer = await client.PostAsJsonAsync(path, new { overlapSeconds = 60 });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.NotEqual(old.GetProperty("id").GetString(), made.GetProperty("id").GetString());
        var (oldKey, newKey) = (old.GetProperty("key").GetString()!, made.GetProperty("key").GetString()!);
        Assert.Equal((200, 200), (await host.StatusAsync("/v1/who", oldKey), await host.StatusAsync("/v1/who", newKey)));
        host.Time.Ahead = TimeSpan.FromSeconds(61);
        Assert.Equal((401, 200), (await host.StatusAsync("/v1/who", oldKey), await host.StatusAsync("/v1/who", newKey)));
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsJsonAsync(path, new { })).StatusCode);
    }

    [Fact]
    public async Task Dangerous_things_need_a_fresh_proof()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AccountAsync("root@example.org", AccountRole.Admin);
        var ada = await host.PersonAsync("ada@example.org", AccountRole.Admin);
        var eve = await host.AccountAsync("eve@example.org");
        host.Time.Ahead = TimeSpan.FromMinutes(11);
        ada = (await TokenTests.RefreshAsync(host, ada.RefreshToken))!;
        using var client = ada.Client(host.Address);
        async Task<string?> NeedsAsync(Task<HttpResponseMessage> sending)
        {
            using var answer = await sending;
            return answer.StatusCode != HttpStatusCode.Forbidden ? null : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("needs").GetString();
        }

        Assert.Equal("verification", await NeedsAsync(client.PostAsJsonAsync("/api/v1/keys", new { name = "k", scopes = new[] { "gateway" } })));
        Assert.Equal("verification", await NeedsAsync(client.DeleteAsync($"/api/v1/users/{eve.Id}")));
        Assert.Equal("verification", await NeedsAsync(client.PostAsync($"/api/v1/users/{eve.Id}/reset-link", null)));
        Assert.Equal("verification", await NeedsAsync(client.DeleteAsync("/api/v1/auth/me")));
        Assert.Equal("verification", await NeedsAsync(client.PostAsync("/api/v1/auth/totp", null)));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/v1/auth/verify", new { password = "wrong-one" })).StatusCode);
        Assert.Equal("verification", await NeedsAsync(client.DeleteAsync($"/api/v1/users/{eve.Id}")));
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync("/api/v1/auth/verify", new { password = Person.Password })).StatusCode);
        Assert.Null(await NeedsAsync(client.DeleteAsync($"/api/v1/users/{eve.Id}")));
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/auth/me")).StatusCode);
        Assert.Equal(401, await host.StatusAsync("/v1/who", ada.AccessToken));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task The_last_administrator_stays_one(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var (a, b) = (await host.PersonAsync("a@example.org", AccountRole.Admin), await host.PersonAsync("b@example.org", AccountRole.Admin));
        using var first = a.Client(host.Address);
        using var second = b.Client(host.Address);
        // Each demotes the other at the same time: one is left.
        await Task.WhenAll(first.PatchAsJsonAsync($"/api/v1/users/{b.Id}", new { role = "member" }), second.PatchAsJsonAsync($"/api/v1/users/{a.Id}", new { role = "member" }));
        await using (var scope = host.App.Services.CreateAsyncScope())
            Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<ParleyDbContext>().Set<User>().CountAsync(u => u.Role == AccountRole.Admin));
        using var key = host.Client(await host.KeyAsync("admin"));
        var users = (await key.GetFromJsonAsync<JsonElement>("/api/v1/users")).GetProperty("items").EnumerateArray().ToList();
        var last = users.Single(user => user.GetProperty("role").GetString() == "admin").GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.Conflict, (await key.PatchAsJsonAsync($"/api/v1/users/{last}", new { role = "member" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await key.PatchAsJsonAsync($"/api/v1/users/{last}", new { disabled = true })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await key.DeleteAsync($"/api/v1/users/{last}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await key.DeleteAsync($"/api/v1/users/{Guid.CreateVersion7()}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await key.PatchAsJsonAsync("/api/v1/users/nonsense", new { role = "member" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await key.PatchAsJsonAsync($"/api/v1/users/{last}", new { role = "king" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await key.PatchAsJsonAsync($"/api/v1/users/{last}", new { passwordHash = "x" })).StatusCode);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task An_invitation_makes_one_account_of_its_address(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres, ("Parley:Identity:SignUp", "invitation"));
        var root = await host.PersonAsync("root@example.org", AccountRole.Admin);
        using var admin = root.Client(host.Address);
        using var anybody = host.Client();
        using var made = await admin.PostAsJsonAsync("/api/v1/invitations", new { email = "ada@example.org", role = "admin" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var invitation = await made.Content.ReadFromJsonAsync<JsonElement>();
        var token = invitation.GetProperty("token").GetString()!;
        Assert.EndsWith($"/register?invitation={token}", invitation.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(token, await admin.GetStringAsync("/api/v1/invitations"), StringComparison.Ordinal);
        Task<HttpResponseMessage> RegisterAsync(string email, string? invitationToken) =>
            anybody.PostAsJsonAsync("/api/v1/auth/register", new { email, password = Person.Password, displayName = "Ada", invitationToken });
        Assert.Equal(HttpStatusCode.Forbidden, (await RegisterAsync("ada@example.org", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await RegisterAsync("ada@example.org", "pli_x")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await RegisterAsync("eve@example.org", token)).StatusCode);
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RegisterAsync("Ada@example.org", token)));
        var one = Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.Equal("admin", (await one.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("user").GetProperty("role").GetString());
        // Too old, and taken back.
        async Task<(string Id, string Token)> InviteAsync(string email)
        {
            var body = await (await admin.PostAsJsonAsync("/api/v1/invitations", new { email })).Content.ReadFromJsonAsync<JsonElement>();
            return (body.GetProperty("id").GetString()!, body.GetProperty("token").GetString()!);
        }

        var back = await InviteAsync("bob@example.org");
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/invitations/{back.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.DeleteAsync($"/api/v1/invitations/{back.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await RegisterAsync("bob@example.org", back.Token)).StatusCode);
        var old = await InviteAsync("carl@example.org");
        host.Time.Ahead = TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1);
        Assert.Equal(HttpStatusCode.Forbidden, (await RegisterAsync("carl@example.org", old.Token)).StatusCode);
    }

    [Fact]
    public async Task Where_sign_up_is_closed_nobody_is_invited()
    {
        await using var host = await IdentityHost.StartAsync();
        using var admin = (await host.PersonAsync("root@example.org", AccountRole.Admin)).Client(host.Address);
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostAsJsonAsync("/api/v1/invitations", new { email = "ada@example.org" })).StatusCode);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Preferences_are_strict_and_the_same_everywhere(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        using var client = (await host.PersonAsync("ada@example.org")).Client(host.Address);
        const string Path = "/api/v1/auth/preferences";
        Assert.Equal("""{"theme":"system","defaultModel":null,"enterSends":true,"streaming":true,"markdown":true,"memory":true,"memoryProposals":true}""", await client.GetStringAsync(Path));
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsJsonAsync(Path, new { theme = "dark", enterSends = false, defaultModel = "fast" })).StatusCode);
        using var phone = (await Person.SignInAsync(host.Client(), "ada@example.org")).Client(host.Address);
        Assert.Equal("""{"theme":"dark","defaultModel":"fast","enterSends":false,"streaming":true,"markdown":true,"memory":true,"memoryProposals":true}""", await phone.GetStringAsync(Path));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PutAsJsonAsync(Path, new { theme = "pink" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PutAsJsonAsync(Path, new { colour = "pink" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PutAsJsonAsync(Path, new { defaultModel = "" })).StatusCode);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Deleting_an_account_leaves_nothing_of_the_person(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        using var admin = (await host.PersonAsync("root@example.org", AccountRole.Admin)).Client(host.Address);
        var ada = await host.PersonAsync("ada@example.org");
        using var client = ada.Client(host.Address);
        await client.PostAsync("/api/v1/auth/totp", null);
        using var picture = new ByteArrayContent(AvatarTests.Picture(SKEncodedImageFormat.Png, 40, 30));
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/api/v1/auth/me/avatar", picture)).StatusCode);
        var ended = host.Service<Parley.Identity.CallerLifetime>().Follow(
            new System.Security.Claims.ClaimsPrincipal(Parley.Identity.Accounts.PersonIdentity.Of(ada.Id, "ada", AccountRole.Member, new Parley.Identity.Credential(Parley.Identity.CredentialKind.Token, null, 0, DateTimeOffset.MaxValue))));
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/users/{ada.Id}")).StatusCode);
        Assert.True(ended.IsCancellationRequested);
        Assert.Equal(401, await host.StatusAsync("/v1/who", ada.AccessToken));
        Assert.Null(await TokenTests.RefreshAsync(host, ada.RefreshToken));
        await using var scope = host.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ParleyDbContext>();
        Assert.Equal((0, 0), (await db.Set<Avatar>().CountAsync(), await db.Set<Parley.Identity.SecondFactor.TotpSecret>().CountAsync()));
        Assert.Equal(0, await db.Set<Session>().CountAsync(s => s.UserId == ada.Id && s.EndedAt == null));
        // The same address may come again, as somebody else.
        Assert.NotEqual(ada.Id, (await host.PersonAsync("ada@example.org")).Id);
    }

    /// <summary>Sixty strangers who sent all but the last byte of ten MiB held more than a gigabyte.</summary>
    [Theory]
    [InlineData("/api/v1/auth/login"), InlineData("/api/v1/auth/register"), InlineData("/api/v1/auth/refresh"), InlineData("/api/v1/auth/logout"), InlineData("/api/v1/auth/forgot"), InlineData("/api/v1/auth/reset")]
    public async Task A_stranger_may_send_no_more_than_a_few_fields(string path)
    {
        await using var host = await IdentityHost.StartAsync();
        using var client = host.Client();
        using var answer = await client.PostAsJsonAsync(path, new { email = "ada@example.org", password = new string('x', 40 * 1024) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static async Task<JsonElement> KeyAsync(HttpClient client, params string[] scopes)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/keys", new { name = "mine", scopes });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<List<string>> IdsAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/keys")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
}
