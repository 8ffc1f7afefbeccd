using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

public sealed class PasskeyTests
{
    private const string Passkeys = "/api/v1/auth/passkeys";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_passkey_is_added_signs_in_without_a_name_and_is_taken_away(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var ada = await host.PersonAsync("ada@example.org");
        using var client = WithOrigin(ada.Client(host.Address));
        using var anybody = WithOrigin(host.Client());
        var device = new SoftAuthenticator(OriginOf(host.Address));
        using var added = await AddAsync(client, device);
        Assert.True(added.StatusCode == HttpStatusCode.Created, await added.Content.ReadAsStringAsync());
        var id = (await added.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        Assert.Equal("laptop", (await client.GetFromJsonAsync<JsonElement>(Passkeys)).GetProperty("items")[0].GetProperty("name").GetString());

        var options = await OptionsAsync(anybody);
        var answer = device.Get(options.Options);
        using var signedIn = await SignInAsync(anybody, options.State, answer);
        Assert.True(signedIn.IsSuccessStatusCode, await signedIn.Content.ReadAsStringAsync());
        var person = Person.Of(await signedIn.Content.ReadFromJsonAsync<JsonElement>());
        Assert.Equal(ada.Id, person.Id);
        Assert.Equal(200, await host.StatusAsync("/v1/who", person.AccessToken));
        // The same answer is good once.
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(anybody, options.State, answer)).StatusCode);

        // Somebody else's passkey is not theirs to remove.
        using var eve = (await host.PersonAsync("eve@example.org")).Client(host.Address);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.DeleteAsync($"{Passkeys}/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"{Passkeys}/{id}")).StatusCode);
        options = await OptionsAsync(anybody);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(anybody, options.State, device.Get(options.Options))).StatusCode);
    }

    /// <summary>Each node remembered for itself what was used.</summary>
    [Theory, MemberData(nameof(BothKinds))]
    public async Task An_answer_that_was_used_on_one_node_is_no_good_on_another(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        await using var other = await host.StartNodeAsync();
        using var client = WithOrigin((await host.PersonAsync("ada@example.org")).Client(host.Address));
        var device = new SoftAuthenticator(OriginOf(host.Address));
        using (var added = await AddAsync(client, device)) Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        using var here = WithOrigin(host.Client());
        // Behind one balancer both have one name.
        using var there = other.Client();
        there.DefaultRequestHeaders.Host = host.Address.Authority;
        there.DefaultRequestHeaders.Add("Origin", OriginOf(host.Address));
        var options = await OptionsAsync(here);
        var answer = device.Get(options.Options);
        using (var signedIn = await SignInAsync(there, options.State, answer)) Assert.True(signedIn.IsSuccessStatusCode, await signedIn.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(here, options.State, answer)).StatusCode);
        options = await OptionsAsync(here);
        answer = device.Get(options.Options);
        var answers = await Task.WhenAll(SignInAsync(here, options.State, answer), SignInAsync(there, options.State, answer), SignInAsync(here, options.State, answer));
        Assert.Single(answers, a => a.IsSuccessStatusCode);
    }

    [Fact]
    public async Task What_is_not_right_about_an_answer_lets_nobody_in()
    {
        await using var host = await IdentityHost.StartAsync();
        var ada = await host.PersonAsync("ada@example.org");
        using var client = WithOrigin(ada.Client(host.Address));
        using var anybody = WithOrigin(host.Client());
        var device = new SoftAuthenticator(OriginOf(host.Address));
        using (await AddAsync(client, device))
        {
        }

        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        async Task RefusedAsync(Func<JsonElement, JsonNode> answer, Func<string, string>? state = null)
        {
            var options = await OptionsAsync(anybody);
            using var refused = await SignInAsync(anybody, state?.Invoke(options.State) ?? options.State, answer(options.Options));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        var old = await OptionsAsync(anybody);
        await RefusedAsync(options => device.Get(options, otherKey: other));
        await RefusedAsync(options => device.Get(options, isVerified: false));
        await RefusedAsync(options => device.Get(options, otherOrigin: "https://evil.example"));
        await RefusedAsync(_ => device.Get(old.Options));
        await RefusedAsync(options => device.Get(options), _ => "nonsense");
        await RefusedAsync(options => new SoftAuthenticator(OriginOf(host.Address)).Get(options));
        // A state for signing in adds nothing, and one for adding signs nobody in.
        var adding = await OptionsAsync(client, "register");
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(anybody, adding.State, device.Get(old.Options))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync(Passkeys, new { state = old.State, credential = device.Create(adding.Options) })).StatusCode);
        // Somebody else's state is no good either.
        using var eve = WithOrigin((await host.PersonAsync("eve@example.org")).Client(host.Address));
        adding = await OptionsAsync(client, "register");
        Assert.Equal(HttpStatusCode.BadRequest, (await eve.PostAsJsonAsync(Passkeys, new { state = adding.State, credential = new SoftAuthenticator(OriginOf(host.Address)).Create(adding.Options) })).StatusCode);
        host.Time.Ahead = TimeSpan.FromMinutes(6);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(anybody, old.State, device.Get(old.Options))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.PostAsJsonAsync($"{Passkeys}/options", new { @for = "register" })).StatusCode);
    }

    internal static async Task<HttpResponseMessage> AddAsync(HttpClient client, SoftAuthenticator device)
    {
        var (state, options) = await OptionsAsync(client, "register");
        return await client.PostAsJsonAsync(Passkeys, new { state, name = "laptop", credential = device.Create(options) });
    }

    private static async Task<(string State, JsonElement Options)> OptionsAsync(HttpClient client, string purpose = "signIn")
    {
        using var answer = await client.PostAsJsonAsync($"{Passkeys}/options", new { @for = purpose });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        var body = JsonDocument.Parse(text).RootElement;
        return (body.GetProperty("state").GetString()!, body.GetProperty("options"));
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient client, string state, JsonNode credential) => client.PostAsJsonAsync($"{Passkeys}/login", new { state, credential });

    private static string OriginOf(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static HttpClient WithOrigin(HttpClient client)
    {
        client.DefaultRequestHeaders.Add("Origin", OriginOf(client.BaseAddress!));
        return client;
    }
}
