using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Identity.SecondFactor;
using Parley.Identity.Sessions;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

/// <summary>Codes of authenticator apps, at the door and wherever somebody proves again who they are.</summary>
public sealed class SecondFactorTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_second_factor_is_asked_for_and_no_code_is_good_twice(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var ada = await host.PersonAsync("ada@example.org");
        using var client = ada.Client(host.Address);
        var made = await (await client.PostAsync("/api/v1/auth/totp", null)).Content.ReadFromJsonAsync<JsonElement>();
        var secret = Base32(made.GetProperty("secret").GetString()!);
        // Not confirmed yet: nothing is asked for.
        await Person.SignInAsync(host.Client(), "ada@example.org");
        string Code() => Totp.Code(secret, host.Time.GetUtcNow());
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/v1/auth/totp/confirm", new { code = "000000" == Code() ? "000001" : "000000" })).StatusCode);
        var confirmed = await client.PostAsJsonAsync("/api/v1/auth/totp/confirm", new { code = Code() });
        var codes = (await confirmed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("recoveryCodes").EnumerateArray().Select(c => c.GetString()!).ToList();
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsync("/api/v1/auth/totp", null)).StatusCode);

        using var anybody = host.Client();
        using var without = await anybody.PostAsJsonAsync("/api/v1/auth/login", new { email = "ada@example.org", password = Person.Password });
        Assert.Equal((HttpStatusCode.Unauthorized, "code"), (without.StatusCode, (await without.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("needs").GetString()));
        // The one that confirmed is used up.
        Assert.Equal(HttpStatusCode.Unauthorized, await WithCodeAsync(anybody, Code()));
        host.Time.Ahead += TimeSpan.FromSeconds(60);
        var next = Code();
        Assert.Equal([200, 401, 401], (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => WithCodeAsync(anybody, next)))).Select(s => (int)s).Order());
        Assert.Equal(HttpStatusCode.OK, await WithCodeAsync(anybody, codes[0].ToLowerInvariant()));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithCodeAsync(anybody, codes[0]));
        await using (var scope = host.App.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ParleyDbContext>();
            Assert.DoesNotContain(Convert.ToHexString(secret), Convert.ToHexString((await db.Set<TotpSecret>().SingleAsync()).Sealed), StringComparison.Ordinal);
            Assert.Equal(9, await db.Set<RecoveryCode>().CountAsync());
        }

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/auth/totp")).StatusCode);
        await Person.SignInAsync(anybody, "ada@example.org");
    }

    /// <summary>RFC 6238, appendix B (its eight digits cut to six).</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long at, string code)
    {
        var secret = "12345678901234567890"u8;
        Assert.Equal(code, Totp.Code(secret, DateTimeOffset.FromUnixTimeSeconds(at)));
        Assert.Equal(at / 30, Totp.Match(secret, code, DateTimeOffset.FromUnixTimeSeconds(at)));
        Assert.Equal(at / 30, Totp.Match(secret, code, DateTimeOffset.FromUnixTimeSeconds(at + 30)));
        Assert.Null(Totp.Match(secret, code, DateTimeOffset.FromUnixTimeSeconds(at + 90)));
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Shown(secret));
    }

    /// <summary>Whoever found a password and an open session must not get further than at the door.</summary>
    [Theory, MemberData(nameof(BothKinds))]
    public async Task Who_proves_again_who_they_are_is_asked_for_the_second_factor_too(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var ada = await host.PersonAsync("ada@example.org");
        var (secret, codes) = await TurnOnAsync(host, ada.Id);
        host.Time.Ahead = SessionTimes.StepUp + TimeSpan.FromMinutes(1);
        using var client = (await TokenTests.RefreshAsync(host, ada.RefreshToken))!.Client(host.Address);
        using var without = await client.PostAsJsonAsync("/api/v1/auth/verify", new { password = Person.Password });
        Assert.Equal((HttpStatusCode.Forbidden, "code"), (without.StatusCode, (await without.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("needs").GetString()));
        var code = Totp.Code(secret, host.Time.GetUtcNow());
        using var wrong = await client.PostAsJsonAsync("/api/v1/auth/verify", new { password = Person.Password, code = code == "000000" ? "000001" : "000000" });
        Assert.Equal((HttpStatusCode.Forbidden, "code"), (wrong.StatusCode, (await wrong.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("needs").GetString()));
        // Neither counted as a proof.
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsJsonAsync("/api/v1/keys", new { name = "notebook", scopes = new[] { "gateway" } })).StatusCode);
        // The code alone is none either, and is not used up by a wrong password.
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/v1/auth/verify", new { password = "wrong-one", code })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync("/api/v1/auth/verify", new { password = Person.Password, code })).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsJsonAsync("/api/v1/keys", new { name = "notebook", scopes = new[] { "gateway" } })).StatusCode);
        // No code is good twice, here and at the door; a recovery code stands in for a lost app.
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsJsonAsync("/api/v1/auth/verify", new { password = Person.Password, code })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync("/api/v1/auth/verify", new { password = Person.Password, code = codes[0] })).StatusCode);
    }

    [Fact]
    public async Task Guesses_at_a_code_lock_the_proof_as_guesses_at_a_password_do()
    {
        await using var host = await IdentityHost.StartAsync();
        var ada = await host.PersonAsync("ada@example.org");
        await TurnOnAsync(host, ada.Id);
        using var client = ada.Client(host.Address);
        List<int> answers = [];
        for (var i = 0; i < 6; i++) answers.Add((int)(await client.PostAsJsonAsync("/api/v1/auth/verify", new { password = Person.Password, code = "no code" })).StatusCode);
        Assert.Equal([403, 403, 403, 403, 403, 429], answers);
    }

    [Fact]
    public async Task The_page_that_asks_again_asks_for_the_code_and_keeps_a_code_of_the_form_that_waits()
    {
        await using var host = await IdentityHost.StartAsync();
        var ada = await host.AccountAsync("ada@example.org");
        using var browser = await BrowserSessionTests.Browser.OpenAsync(host);
        await browser.SignInAsync("ada@example.org");
        await browser.LoadAsync();
        Assert.DoesNotContain("proof-code", await (await browser.SendAsync(HttpMethod.Get, "/verify")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var (secret, _) = await TurnOnAsync(host, ada.Id);
        host.Time.Ahead = SessionTimes.StepUp + TimeSpan.FromMinutes(1);
        using var asked = await browser.PostFormAsync("/settings/totp/confirm", [new("code", "123 456")]);
        var page = await asked.Content.ReadAsStringAsync();
        Assert.Contains("name=\"proof-code\"", page, StringComparison.Ordinal);
        Assert.Contains("name=\"code\" value=\"123 456\"", page, StringComparison.Ordinal);

        using var without = await browser.PostFormAsync("/verify", [new("returnUrl", "/settings/security"), new("password", Person.Password)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        Assert.Contains("Your account asks for a code as well.", await without.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var wrong = await browser.PostFormAsync("/verify", [new("returnUrl", "/settings/security"), new("password", Person.Password), new("proof-code", "no code")]);
        Assert.Contains("This code is wrong", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (var still = await browser.PostFormAsync("/settings/keys", [new("name", "note"), new("scope-gateway", "on")])) Assert.Contains("Is it still you?", await still.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var right = await browser.PostFormAsync("/verify", [new("returnUrl", "/settings/security"), new("password", Person.Password), new("proof-code", Totp.Code(secret, host.Time.GetUtcNow()))]);
        Assert.Equal((HttpStatusCode.SeeOther, "/settings/security"), (right.StatusCode, right.Headers.Location?.OriginalString));
        using var made = await browser.PostFormAsync("/settings/keys", [new("name", "note"), new("scope-gateway", "on")]);
        Assert.Equal(HttpStatusCode.SeeOther, made.StatusCode);
    }

    /// <summary>Turns the second factor on, past the door; an old code of it is used up.</summary>
    private static async Task<(byte[] Secret, IReadOnlyList<string> Codes)> TurnOnAsync(IdentityHost host, Guid userId)
    {
        var factors = host.Service<SecondFactors>();
        var secret = (await factors.BeginAsync(userId, CancellationToken.None))!;
        return (secret, (await factors.ConfirmAsync(userId, Totp.Code(secret, host.Time.GetUtcNow()), CancellationToken.None))!);
    }

    private static async Task<HttpStatusCode> WithCodeAsync(HttpClient anybody, string code)
    {
        using var answer = await anybody.PostAsJsonAsync("/api/v1/auth/login", new { email = "ada@example.org", password = Person.Password, code });
        return answer.StatusCode;
    }

    private static byte[] Base32(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(text[bit / 5], StringComparison.Ordinal);
            if ((value >> (4 - bit % 5) & 1) == 1) bytes[bit / 8] |= (byte)(0x80 >> bit % 8);
        }

        return bytes;
    }
}
