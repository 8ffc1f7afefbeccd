using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Identity.Passwords;
using Parley.Identity.Recovery;
using Parley.Identity.SecondFactor;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

public sealed class PasswordTests
{
    private const string Better = "Another-horse-8";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Known_and_unknown_addresses_get_the_same_answers_and_the_same_lock(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        await host.AccountAsync("ada@example.org");
        using var anybody = host.Client();
        List<(HttpStatusCode, string)> known = [], unknown = [];
        for (var i = 0; i < 7; i++)
        {
            known.Add(await TryAsync(anybody, "ada@example.org"));
            unknown.Add(await TryAsync(anybody, "nobody@example.org"));
        }

        Assert.Equal(known, unknown);
        Assert.Equal([401, 401, 401, 401, 401, 429, 429], known.Select(answer => (int)answer.Item1));
        // Locked, also for the right password and however the address is written; afterwards all is well.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await TryAsync(anybody, " ADA@example.org", Person.Password)).Item1);
        host.Time.Ahead = SignInGuard.Locked + TimeSpan.FromSeconds(1);
        Assert.Equal(HttpStatusCode.OK, (await TryAsync(anybody, "ada@example.org", Person.Password)).Item1);
        Assert.DoesNotContain(Person.Password, host.Logged, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Guesses_at_the_same_time_all_count(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        await host.AccountAsync("ada@example.org");
        using var anybody = host.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TryAsync(anybody, "ada@example.org")));
        Assert.Equal(SignInGuard.MostForAccount, answers.Count(answer => answer.Item1 == HttpStatusCode.Unauthorized));
        Assert.Equal(20 - SignInGuard.MostForAccount, answers.Count(answer => answer.Item1 == HttpStatusCode.TooManyRequests));
    }

    /// <summary>Whoever has one address of IPv6 has 2^64.</summary>
    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("203.0.113.7", "203.0.113.8", false), InlineData("203.0.113.7", "203.0.113.7", true), InlineData(null, null, true)]
    public void Addresses_of_one_network_count_together(string? one, string? other, bool same)
    {
        Assert.Equal(same, SignInGuard.Address(one) == SignInGuard.Address(other));
        Assert.InRange(SignInGuard.Address(one).Length, 1, 80);
    }

    /// <summary>PostgreSQL takes no text with U+0000: that is nobody's fault but the sender's.</summary>
    [Theory, MemberData(nameof(BothKinds))]
    public async Task Text_that_no_database_takes_is_refused_at_the_door(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        using var anybody = host.Client();
        var refused = await anybody.PostAsJsonAsync("/api/v1/auth/login", new { email = "a\0b@example.org", password = "a\0b" });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var errors = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        Assert.Contains("U+0000", errors.GetProperty("email")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("U+0000", errors.GetProperty("password")[0].GetString(), StringComparison.Ordinal);
        // A form with it, or one that is far too long, is told in words.
        await host.AccountAsync("ada@example.org");
        using var browser = await BrowserSessionTests.Browser.OpenAsync(host);
        using var wrong = await browser.PostFormAsync("/login", [new("email", "nobody\0@example.org"), new("password", "none of it")]);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("This form cannot be read", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var huge = await browser.PostFormAsync("/login", [new("email", new string('x', 5 * 1024 * 1024)), new("password", "none of it")]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
        Assert.Contains("<h1", await huge.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_network_address_that_guesses_at_many_accounts_is_locked_too(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var guard = host.Service<SignInGuard>();
        var address = SignInGuard.Address("203.0.113.7");
        for (var i = 0; i < SignInGuard.MostForAddress; i++)
        {
            Assert.Null(await guard.LockedForAsync(SignInGuard.Account($"p{i}@example.org"), address, CancellationToken.None));
            await guard.FailedAsync(SignInGuard.Account($"p{i}@example.org"), address, CancellationToken.None);
        }

        Assert.NotNull(await guard.LockedForAsync(SignInGuard.Account("fresh@example.org"), address, CancellationToken.None));
        Assert.Null(await guard.LockedForAsync(SignInGuard.Account("fresh@example.org"), SignInGuard.Address("203.0.113.8"), CancellationToken.None));
        host.Time.Ahead = SignInGuard.Window + TimeSpan.FromSeconds(1);
        Assert.Null(await guard.LockedForAsync(SignInGuard.Account("fresh@example.org"), address, CancellationToken.None));
        await guard.FailedAsync(SignInGuard.Account("fresh@example.org"), address, CancellationToken.None);
        Assert.Null(await guard.LockedForAsync(SignInGuard.Account("fresh@example.org"), address, CancellationToken.None));
    }

    [Fact]
    public async Task An_old_hash_is_made_anew_at_sign_in()
    {
        await using var host = await IdentityHost.StartWithDearHashesAsync();
        var ada = await host.AccountAsync("ada@example.org");
        var old = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 })).HashPassword(ada, Person.Password);
        await host.Service<AccountStore>().ChangeAsync(ada.Id, user => user.PasswordHash = old, CancellationToken.None);
        await Person.SignInAsync(host.Client(), "ada@example.org");
        var hash = (await host.Service<AccountStore>().FindAsync(ada.Id, CancellationToken.None))!.PasswordHash!;
        Assert.NotEqual(old, hash);
        // Format 1: marker, pseudo-random function, iterations.
        Assert.Equal(210_000u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5)));
        await Person.SignInAsync(host.Client(), "ada@example.org");
    }

    [Fact]
    public async Task Only_some_hash_at_a_time_and_a_crowd_is_told_to_wait()
    {
        using var hasher = new SlowHasher();
        using var desk = new PasswordDesk(hasher);
        var work = Enumerable.Range(0, 200).Select(_ => Task.Run(() => desk.HashAsync("x", CancellationToken.None))).ToList();
        await Parley.Tests.Providers.Eventually.TrueAsync(() => work.Count(task => task.IsCompletedSuccessfully && task.Result is null) >= 200 - 64);
        hasher.Gate.Release(200);
        await Task.WhenAll(work);
        Assert.InRange(hasher.MostAtOnce, 1, Math.Max(1, Environment.ProcessorCount / 2));
        Assert.Equal(64, work.Count(task => task.Result is not null));
    }

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
        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(host.Client(), "ada@example.org", Person.Password)).Item1);
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

    private static async Task<(HttpStatusCode, string)> TryAsync(HttpClient anybody, string email, string password = "wrong-password")
    {
        using var answer = await anybody.PostAsJsonAsync("/api/v1/auth/login", new { email, password });
        return (answer.StatusCode, answer.IsSuccessStatusCode ? "" : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!);
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

    private sealed class SlowHasher : IPasswordHasher<User>, IDisposable
    {
        private int _now;

        public SemaphoreSlim Gate { get; } = new(0);

        public int MostAtOnce { get; private set; }

        public string HashPassword(User user, string password)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
            Gate.Wait();
            Interlocked.Decrement(ref _now);
            return "hash";
        }

        public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword) => PasswordVerificationResult.Failed;

        public void Dispose() => Gate.Dispose();
    }
}
