using System.Buffers.Binary;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Identity;
using Parley.Identity.Accounts;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

/// <summary>ASP.NET Core Identity's stores, schema version 3, through a model part on a context that is not theirs:
/// accounts stand on this, on both databases.</summary>
public sealed class AccountStoresTests
{
    private const string Password = "Correct-horse-7";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Password_and_lockout(bool postgres)
    {
        await using var accounts = await AccountsAsync(postgres);
        var id = await accounts.CreateAsync("ada@example.org");
        await accounts.WithAsync(async users =>
        {
            var user = (await users.FindByEmailAsync("ADA@example.org"))!;
            Assert.Equal(id, user.Id);
            Assert.True(await users.CheckPasswordAsync(user, Password));
            Assert.False(await users.CheckPasswordAsync(user, "wrong"));
            for (var i = 0; i < 5; i++) Done(await users.AccessFailedAsync(user));
        });
        await accounts.WithAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id.ToString()))!;
            Assert.True(await users.IsLockedOutAsync(user));
            Assert.InRange((await users.GetLockoutEndDateAsync(user))!.Value, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(6));
            Done(await users.SetLockoutEndDateAsync(user, null));
            Assert.False(await users.IsLockedOutAsync(user));
        });
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Names_and_addresses_are_unique(bool postgres)
    {
        await using var accounts = await AccountsAsync(postgres);
        await accounts.CreateAsync("ada@example.org");
        await accounts.WithAsync(async users =>
        {
            var twin = new User { Id = Guid.CreateVersion7(), UserName = "ADA@example.org", Email = "ADA@example.org" };
            Assert.False((await users.CreateAsync(twin, Password)).Succeeded);
        });
        // The database itself refuses what slips through between check and write.
        await accounts.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<ParleyDbContext>();
            db.Add(new User { Id = Guid.CreateVersion7(), UserName = "x", NormalizedUserName = "ADA@EXAMPLE.ORG" });
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        });
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Roles_and_claims(bool postgres)
    {
        await using var accounts = await AccountsAsync(postgres);
        var id = await accounts.CreateAsync("ada@example.org");
        await accounts.InScopeAsync(async services =>
        {
            var roles = services.GetRequiredService<RoleManager<IdentityRole<Guid>>>();
            var role = new IdentityRole<Guid>("admin") { Id = Guid.CreateVersion7() };
            Done(await roles.CreateAsync(role));
            Done(await roles.AddClaimAsync(role, new Claim("may", "everything")));
            var users = services.GetRequiredService<UserManager<User>>();
            var user = (await users.FindByIdAsync(id.ToString()))!;
            Done(await users.AddToRoleAsync(user, "Admin"));
            Done(await users.AddClaimAsync(user, new Claim("team", "blue")));
        });
        await accounts.InScopeAsync(async services =>
        {
            var users = services.GetRequiredService<UserManager<User>>();
            var user = (await users.FindByIdAsync(id.ToString()))!;
            Assert.Equal(["admin"], await users.GetRolesAsync(user));
            Assert.Equal(id, Assert.Single(await users.GetUsersInRoleAsync("admin")).Id);
            Assert.Equal("blue", Assert.Single(await users.GetClaimsAsync(user)).Value);
            Done(await users.RemoveFromRoleAsync(user, "admin"));
            Assert.False(await users.IsInRoleAsync(user, "admin"));
            var roles = services.GetRequiredService<RoleManager<IdentityRole<Guid>>>();
            Assert.Equal("everything", Assert.Single(await roles.GetClaimsAsync((await roles.FindByNameAsync("admin"))!)).Value);
        });
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Authenticator_codes_and_recovery_codes(bool postgres)
    {
        await using var accounts = await AccountsAsync(postgres);
        var id = await accounts.CreateAsync("ada@example.org");
        string[] codes = [];
        await accounts.WithAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id.ToString()))!;
            Done(await users.ResetAuthenticatorKeyAsync(user));
            Done(await users.SetTwoFactorEnabledAsync(user, true));
            codes = [.. (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 10))!];
        });
        await accounts.WithAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id.ToString()))!;
            var provider = users.Options.Tokens.AuthenticatorTokenProvider;
            var key = (await users.GetAuthenticatorKeyAsync(user))!;
            Assert.True(await users.VerifyTwoFactorTokenAsync(user, provider, Totp(key, DateTimeOffset.UtcNow)));
            Assert.False(await users.VerifyTwoFactorTokenAsync(user, provider, Totp(key, DateTimeOffset.UtcNow.AddHours(-1))));
            Assert.Equal(10, await users.CountRecoveryCodesAsync(user));
            Done(await users.RedeemTwoFactorRecoveryCodeAsync(user, codes[0]));
            Assert.False((await users.RedeemTwoFactorRecoveryCodeAsync(user, codes[0])).Succeeded);
            Assert.Equal(9, await users.CountRecoveryCodesAsync(user));
        });
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Passkeys(bool postgres)
    {
        await using var accounts = await AccountsAsync(postgres);
        var id = await accounts.CreateAsync("ada@example.org");
        var credential = RandomNumberGenerator.GetBytes(64);
        var publicKey = RandomNumberGenerator.GetBytes(77);
        var created = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
        await accounts.WithAsync(async users =>
        {
            Assert.True(users.SupportsUserPasskey);
            var user = (await users.FindByIdAsync(id.ToString()))!;
            Done(await users.AddOrUpdatePasskeyAsync(user, new UserPasskeyInfo(
                credential, publicKey, created, signCount: 1, transports: ["internal", "hybrid"],
                isUserVerified: true, isBackupEligible: true, isBackedUp: false, attestationObject: [1, 2, 3], clientDataJson: [4, 5])
            { Name = "laptop" }));
            Done(await users.AddOrUpdatePasskeyAsync(user, new UserPasskeyInfo(
                RandomNumberGenerator.GetBytes(32), publicKey, created, 0, null, false, false, false, [], [])));
        });
        await accounts.WithAsync(async users =>
        {
            var user = (await users.FindByPasskeyIdAsync(credential))!;
            Assert.Equal(id, user.Id);
            Assert.Equal(2, (await users.GetPasskeysAsync(user)).Count);
            var passkey = (await users.GetPasskeyAsync(user, credential))!;
            Assert.Equal(("laptop", 1u, true, true, false), (passkey.Name, passkey.SignCount, passkey.IsUserVerified, passkey.IsBackupEligible, passkey.IsBackedUp));
            Assert.Equal(publicKey, passkey.PublicKey);
            Assert.Equal(created, passkey.CreatedAt);
            Assert.Equal(["internal", "hybrid"], passkey.Transports!);
            Assert.Equal([1, 2, 3], passkey.AttestationObject);
            Assert.Equal([4, 5], passkey.ClientDataJson);
            passkey.SignCount = 2;
            passkey.Name = "old laptop";
            Done(await users.AddOrUpdatePasskeyAsync(user, passkey));
        });
        await accounts.WithAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id.ToString()))!;
            var passkey = (await users.GetPasskeyAsync(user, credential))!;
            Assert.Equal(("old laptop", 2u), (passkey.Name, passkey.SignCount));
            Done(await users.RemovePasskeyAsync(user, credential));
            Assert.Null(await users.FindByPasskeyIdAsync(credential));
            Assert.Single(await users.GetPasskeysAsync(user));
            Done(await users.DeleteAsync(user));
        });
        await accounts.InScopeAsync(async services =>
            Assert.Equal(0, await services.GetRequiredService<ParleyDbContext>().Set<IdentityUserPasskey<Guid>>().CountAsync()));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task External_sign_in_and_tokens(bool postgres)
    {
        await using var accounts = await AccountsAsync(postgres);
        var id = await accounts.CreateAsync("ada@example.org");
        await accounts.WithAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id.ToString()))!;
            Done(await users.AddLoginAsync(user, new UserLoginInfo("oidc", "subject-1", "Example")));
            Done(await users.SetAuthenticationTokenAsync(user, "oidc", "refresh", "token"));
        });
        await accounts.WithAsync(async users =>
        {
            var user = (await users.FindByLoginAsync("oidc", "subject-1"))!;
            Assert.Equal(id, user.Id);
            Assert.Equal("token", await users.GetAuthenticationTokenAsync(user, "oidc", "refresh"));
            Done(await users.RemoveLoginAsync(user, "oidc", "subject-1"));
            Assert.Empty(await users.GetLoginsAsync(user));
        });
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task The_second_of_two_writers_is_told(bool postgres)
    {
        await using var accounts = await AccountsAsync(postgres);
        var id = await accounts.CreateAsync("ada@example.org");
        await accounts.WithAsync(async first =>
        {
            var mine = (await first.FindByIdAsync(id.ToString()))!;
            await accounts.WithAsync(async second =>
            {
                var theirs = (await second.FindByIdAsync(id.ToString()))!;
                Done(await second.SetPhoneNumberAsync(theirs, "1"));
            });
            var late = await first.SetPhoneNumberAsync(mine, "2");
            Assert.Equal("ConcurrencyFailure", Assert.Single(late.Errors).Code);
        });
        await accounts.WithAsync(async users => Assert.Equal("1", (await users.FindByIdAsync(id.ToString()))!.PhoneNumber));
    }

    private static void Done(IdentityResult result) => Assert.True(result.Succeeded, result.ToString());

    private static async Task<Fixture> AccountsAsync(bool postgres) => new(await TestDatabase.CreateAsync(postgres));

    // RFC 6238 with SHA-1, 30 s and six digits, written for this test.
    private static string Totp(string base32, DateTimeOffset at)
    {
        var bits = string.Concat(base32.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, at.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // the standard of authenticator apps
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 15;
        return $"{(BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset)) & int.MaxValue) % 1_000_000:000000}";
    }

    private sealed class Fixture : IAsyncDisposable
    {
        private readonly TestDatabase _database;
        private readonly ServiceProvider _services;

        public Fixture(TestDatabase database)
        {
            _database = database;
            var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager
            {
                ["Parley:DataFolder"] = database.Options.DataFolder,
                ["Parley:Database"] = database.Options.Database,
            };
            var services = new ServiceCollection();
            services.AddLogging().AddSingleton(TimeProvider.System).AddData(configuration).AddKeys();
            _services = services.BuildServiceProvider(validateScopes: true);
        }

        public async Task<Guid> CreateAsync(string email)
        {
            var user = new User { Id = Guid.CreateVersion7(), UserName = email, Email = email };
            await WithAsync(async users => Done(await users.CreateAsync(user, Password)));
            return user.Id;
        }

        public Task WithAsync(Func<UserManager<User>, Task> work) =>
            InScopeAsync(services => work(services.GetRequiredService<UserManager<User>>()));

        public async Task InScopeAsync(Func<IServiceProvider, Task> work)
        {
            await using var scope = _services.CreateAsyncScope();
            await work(scope.ServiceProvider);
        }

        public async ValueTask DisposeAsync()
        {
            await _services.DisposeAsync();
            _database.Dispose();
        }
    }
}
