using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity;
using Parley.Identity.Accounts;
using Parley.Identity.Avatars;
using Parley.Identity.Keys;
using Parley.Identity.Sessions;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Identity;

/// <summary>Changes of accounts: what modules hear of them, and what two at the same time come to.</summary>
public sealed class AccountChangesTests
{
    [Theory, MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task Modules_hear_that_an_account_is_made_or_gone_once_it_is(bool postgres)
    {
        await using var host = await IdentityHost.StartAsync(postgres);
        var databases = host.Service<IDbContextFactory<ParleyDbContext>>();
        var part = new Part(databases);
        var accounts = new AccountStore(databases, host.Service<SessionStore>(), host.Service<SessionEndings>(), host.Service<KeyRegistry>(), [part], host.Time);
        var ada = (await accounts.CreateAsync(new NewAccount("ada@example.org", "Ada", AccountRole.Admin, PasswordHash: null), mayMake: null, Token))!;
        Assert.Equal([$"made {ada.Id}", $"committed {ada.Id}: there"], part.Heard);
        // What is not done is not told.
        Assert.Null(await accounts.CreateAsync(new NewAccount("ADA@example.org", "Ada", AccountRole.Member, PasswordHash: null), mayMake: null, Token));
        Assert.Equal(RightsChange.LastAdministrator, await accounts.DeleteAsync(ada.Id, IfMatch.Any, Token));
        Assert.Equal(2, part.Heard.Count);
        var eve = (await accounts.CreateAsync(new NewAccount("eve@example.org", "Eve", AccountRole.Member, PasswordHash: null), mayMake: null, Token))!;
        Assert.Equal(RightsChange.Done, await accounts.DeleteAsync(eve.Id, IfMatch.Any, Token));
        Assert.Equal([$"deleting {eve.Id}", $"committed {eve.Id}: gone"], part.Heard[4..]);
    }

    /// <summary>SQLite has one writer at a time: there they cannot meet.</summary>
    [Theory]
    [InlineData("password"), InlineData("rights"), InlineData("picture"), InlineData("preferences")]
    public async Task Whoever_read_an_account_before_somebody_elses_change_begins_anew(string other)
    {
        await using var host = await IdentityHost.StartAsync(postgres: true);
        var ada = await host.AccountAsync("ada@example.org");
        var (accounts, preferences, tries) = (host.Service<AccountStore>(), host.Service<PreferenceStore>(), 0);
        var (changed, isMismatch) = await accounts.ChangeAsync(ada.Id, IfMatch.Any, user =>
        {
            if (++tries == 1) Now(OtherAsync);
            user.DisplayName = "Lovelace";
        }, Token);
        Assert.Equal((2, false, "Lovelace"), (tries, isMismatch, changed!.DisplayName));
        var (now, (_, preferencesVersion)) = ((await accounts.FindAsync(ada.Id, Token))!, await preferences.ReadVersionAsync(ada.Id, Token));
        Assert.Equal(other == "preferences" ? (2L, 1L) : (3L, 0L), (now.Version, preferencesVersion));
        Assert.Equal("Lovelace", now.DisplayName);

        Task OtherAsync() => other switch
        {
            "password" => accounts.SetPasswordAsync(ada.Id, "hash", exceptSession: null, ada.SecurityStamp, Token),
            "rights" => accounts.ChangeRightsAsync(ada.Id, IfMatch.Any, AccountRole.Admin, isDisabled: null, Token),
            "picture" => host.Service<AvatarStore>().SetAsync(ada.Id, [1, 2, 3], Token),
            _ => preferences.WriteAsync(ada.Id, Preferences.Default, IfMatch.Any, Token),
        };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static void Now(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();

    private sealed class Part(IDbContextFactory<ParleyDbContext> databases) : IAccountPart
    {
        public List<string> Heard { get; } = [];

        public Task MadeAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken) => HearAsync($"made {userId}");

        public Task DeletingAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken) => HearAsync($"deleting {userId}");

        public void Committed(Guid userId)
        {
            using var db = databases.CreateDbContext();
            Heard.Add($"committed {userId}: {(db.Set<User>().Any(u => u.Id == userId) ? "there" : "gone")}");
        }

        private Task HearAsync(string what)
        {
            Heard.Add(what);
            return Task.CompletedTask;
        }
    }
}
