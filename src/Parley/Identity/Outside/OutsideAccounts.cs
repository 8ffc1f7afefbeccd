using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Identity.FirstAccount;

namespace Parley.Identity.Outside;

/// <summary>Whose account an outside issuer speaks of: the one that it was tied to before, else the one with the same address, if both the issuer and somebody here know whose that is, else a new one.</summary>
internal sealed class OutsideAccounts(IDbContextFactory<ParleyDbContext> databases, AccountStore accounts, SetupTokens setup)
{
    /// <summary>Null when nobody may come in by this: closed, not to be made here, or an address that is taken by somebody of whom it is not certain that it is the same person. The first account is never made this way.</summary>
    public async Task<User?> FindAsync(IssuerOptions issuer, string subject, string? email, bool isVerified, string? name, CancellationToken cancellationToken)
    {
        if (subject.Length is 0 or > 128) return null;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var tied = await db.Set<IdentityUserLogin<Guid>>().AsNoTracking().SingleOrDefaultAsync(l => l.LoginProvider == issuer.Name && l.ProviderKey == subject, cancellationToken);
        if (tied is not null) return await accounts.FindAsync(tied.UserId, cancellationToken) is { DisabledAt: null } known ? known : null;
        if (email is null || IsUnusable(email) || await setup.IsOpenAsync(cancellationToken)) return null;
        var user = await accounts.FindAsync(email, cancellationToken);
        if (user is not null && !(isVerified && await MayBeTiedAsync(db, issuer, user, cancellationToken))) return null;
        if (user is null)
        {
            if (!issuer.CreatesAccounts) return null;
            var shown = AccountRules.Shown(name ?? "") is { Length: > 0 and <= AccountRules.MaxDisplayName } given ? given : AccountRules.NameIn(email);
            user = await accounts.CreateAsync(new NewAccount(AccountRules.Trimmed(email), shown, AccountRole.Member, PasswordHash: null) { IsAddressProved = isVerified }, mayMake: null, cancellationToken);
            // Somebody else made it a moment ago: the next try finds it, and asks whose it is.
            if (user is null) return null;
        }

        return await TieAsync(issuer, subject, user.Id, cancellationToken) ? user : null;
    }

    /// <summary>The issuers that somebody's account is tied to.</summary>
    public async Task<List<string>> TiesAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<IdentityUserLogin<Guid>>().Where(l => l.UserId == userId).Select(l => l.LoginProvider).ToListAsync(cancellationToken);
    }

    /// <summary>Whoever registered with an address that nobody proved may not wait there for its owner; nor does an account change hands when an issuer gives an address to somebody else.</summary>
    private static async Task<bool> MayBeTiedAsync(ParleyDbContext db, IssuerOptions issuer, User user, CancellationToken cancellationToken) =>
        user is { DisabledAt: null, EmailConfirmed: true } && !await db.Set<IdentityUserLogin<Guid>>().AnyAsync(l => l.UserId == user.Id && l.LoginProvider == issuer.Name, cancellationToken);

    /// <summary>False when somebody else of that issuer was faster.</summary>
    private Task<bool> TieAsync(IssuerOptions issuer, string subject, Guid userId, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        await db.HoldAsync("ties", userId, cancellationToken);
        var ties = await db.Set<IdentityUserLogin<Guid>>().Where(l => l.LoginProvider == issuer.Name && (l.ProviderKey == subject || l.UserId == userId)).ToListAsync(cancellationToken);
        if (ties.Count > 0) return (ties.All(l => l.ProviderKey == subject && l.UserId == userId), false);
        db.Add(new IdentityUserLogin<Guid> { LoginProvider = issuer.Name, ProviderKey = subject, ProviderDisplayName = issuer.Name, UserId = userId });
        await db.SaveChangesAsync(cancellationToken);
        return (true, true);
    }, cancellationToken);

    private static bool IsUnusable(string email)
    {
        var problems = new Dictionary<string, string[]>();
        AccountRules.Email(AccountRules.Trimmed(email), problems);
        return problems.Count > 0;
    }
}
