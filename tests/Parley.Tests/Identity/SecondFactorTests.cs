using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Identity.SecondFactor;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

/// <summary>Codes of authenticator apps.</summary>
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
