using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Parley.Identity.Accounts;
using Parley.Identity.Passwords;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

/// <summary>Passwords at the door: guesses, locks, hashes.</summary>
public sealed class PasswordTests
{
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
        using var huge = await browser.PostFormAsync("/login", [new("email", new string('x', 40 * 1024)), new("password", "none of it")]);
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

    internal static async Task<(HttpStatusCode, string)> TryAsync(HttpClient anybody, string email, string password = "wrong-password")
    {
        using var answer = await anybody.PostAsJsonAsync("/api/v1/auth/login", new { email, password });
        return (answer.StatusCode, answer.IsSuccessStatusCode ? "" : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!);
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
