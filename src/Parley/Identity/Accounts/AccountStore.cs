using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.FirstAccount;
using Parley.Identity.Keys;
using Parley.Identity.Model;
using Parley.Identity.Sessions;
using Parley.Shared;

namespace Parley.Identity.Accounts;

/// <summary>Accounts in the database. What takes rights away ends sessions and weakens keys in the same transaction, and every node hears of it.</summary>
internal sealed class AccountStore(
    IDbContextFactory<ParleyDbContext> databases, SessionStore sessions, SessionEndings endings, KeyRegistry keys, IEnumerable<IAccountPart> parts, TimeProvider time)
{
    // Nobody listens to it: its row is what two who make accounts wait at.
    private const string TopicName = "accounts";

    public async Task<User?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<User>().AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
    }

    public async Task<User?> FindAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = AccountRules.Normalized(email);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<User>().AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedUserName == normalized, cancellationToken);
    }

    public async Task<bool> IsAnyAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<User>().AnyAsync(cancellationToken);
    }

    /// <summary>Accounts after one of them, oldest first; with a part of a name or an address, in upper or lower case, only those that have it.</summary>
    public async Task<List<User>> ListAsync(Guid? after, int count, string? part, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        IQueryable<User> users = db.Set<User>().AsNoTracking();
        if (after is { } id) users = users.Where(u => u.Id.CompareTo(id) > 0);
        users = users.OrderBy(u => u.Id);
        if (part is null) return await users.Take(count).ToListAsync(cancellationToken);
        // Compared here, for SQLite knows the case of ASCII's letters alone; it reads on only until so many are found.
        return await users.AsAsyncEnumerable().Where(u => Has(u.DisplayName) || Has(u.Email!)).Take(count).ToListAsync(cancellationToken);

        bool Has(string text) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Makes an account; null when there is one with that address, or when <paramref name="mayMake"/>, asked in the same transaction, says no.</summary>
    public async Task<User?> CreateAsync(NewAccount wanted, Func<ParleyDbContext, Task<bool>>? mayMake, CancellationToken cancellationToken)
    {
        var now = time.GetMillisecondsNow();
        var (id, normalized, stamp) = (Guid.CreateVersion7(now), AccountRules.Normalized(wanted.Email), Guid.CreateVersion7(now).ToString());
        var made = await databases.ChangeAsync(async db =>
        {
            // It may run again after a lost connection.
            if (await db.Set<User>().SingleOrDefaultAsync(u => u.NormalizedUserName == normalized, cancellationToken) is { } there) return (there.Id == id ? there : null, false);
            // A stamp's row keeps others from making the same account, or the first one, at the same time.
            await ChangeStamp.RaiseAsync(db, TopicName, cancellationToken);
            if (await db.Set<User>().AnyAsync(u => u.NormalizedUserName == normalized, cancellationToken)) return (null, false);
            if (mayMake is not null && !await mayMake(db)) return (null, false);
            var user = new User
            {
                Id = id, UserName = wanted.Email, NormalizedUserName = normalized, Email = wanted.Email, NormalizedEmail = normalized, EmailConfirmed = wanted.IsAddressProved, DisplayName = wanted.DisplayName,
                Role = wanted.Role, PasswordHash = wanted.PasswordHash, CreatedAt = now, SecurityStamp = stamp, ConcurrencyStamp = stamp, LockoutEnabled = true, Version = 1,
            };
            db.Add(user);
            await db.Set<SetupToken>().ExecuteDeleteAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            foreach (var part in parts) await part.MadeAsync(db, id, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return ((User?)user, true);
        }, cancellationToken);
        if (made is not null) TellCommitted(id);
        return made;
    }

    /// <summary>Changes what concerns nobody's rights; null when there is no such account.</summary>
    public async Task<User?> ChangeAsync(Guid id, Action<User> change, CancellationToken cancellationToken) => (await ChangeAsync(id, IfMatch.Any, change, cancellationToken)).User;

    /// <summary>The same, if it is still of a version that somebody saw.</summary>
    public Task<(User? User, bool IsMismatch)> ChangeAsync(Guid id, IfMatch match, Action<User> change, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        if (await db.Set<User>().SingleOrDefaultAsync(u => u.Id == id, cancellationToken) is not { } user) return (((User?)null, false), false);
        if (!match.Allows(user.Version)) return ((user, true), false);
        change(user);
        if (!db.ChangeTracker.HasChanges()) return ((user, false), false);
        user.CountChange();
        await db.SaveChangesAsync(cancellationToken);
        return (((User?)user, false), true);
    }, cancellationToken);

    /// <summary>Whether its owner never came in: it has neither a password nor an outside issuer's word.</summary>
    public async Task<bool> IsAwaitedAsync(User user, CancellationToken cancellationToken)
    {
        if (user.PasswordHash is not null) return false;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return !await db.Set<IdentityUserLogin<Guid>>().AnyAsync(l => l.UserId == user.Id, cancellationToken);
    }

    /// <summary>Sets a password in place of the one that stood there at that security stamp, and ends all sessions but one: whoever knew the old one is out. False when somebody was faster.</summary>
    /// <param name="provesAddress">It was set by a link that somebody who knows whose the address is gave or mailed. Where that was not known before, all other ways into the account end with the old password.</param>
    public async Task<bool> SetPasswordAsync(Guid id, string hash, Guid? exceptSession, string? stamp, CancellationToken cancellationToken, bool provesAddress = false)
    {
        var next = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        var changed = await databases.ChangeAsync(async db =>
        {
            if (provesAddress) await RaiseAsync(db, cancellationToken);
            await sessions.EndAllAsync(db, id, exceptSession, cancellationToken);
            if (await db.Set<User>().SingleOrDefaultAsync(u => u.Id == id, cancellationToken) is not { } user) return (false, false);
            if (user.SecurityStamp != stamp) return (user.SecurityStamp == next, false);
            if (provesAddress && !user.EmailConfirmed) await Handover.MakeAsync(db, user, time.GetMillisecondsNow(), cancellationToken);
            user.PasswordHash = hash;
            user.SecurityStamp = next;
            user.EmailConfirmed |= provesAddress;
            user.CountChange();
            await db.SaveChangesAsync(cancellationToken);
            return (true, true);
        }, cancellationToken);
        if (changed && provesAddress) await ReloadAsync();
        else if (changed) await endings.ReloadAsync(CancellationToken.None);
        return changed;
    }

    /// <summary>The same password in a newer form: nothing else changes.</summary>
    public async Task RehashAsync(User user, string hash, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<User>().Where(u => u.Id == user.Id && u.PasswordHash == user.PasswordHash).ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, hash), cancellationToken);
    }

    /// <summary>Changes what somebody may do: role, or whether at all. It holds for the next request, on every node within seconds.</summary>
    public async Task<(RightsChange Outcome, User? User)> ChangeRightsAsync(Guid id, IfMatch match, AccountRole? role, bool? isDisabled, CancellationToken cancellationToken)
    {
        var result = await databases.ChangeAsync(async db =>
        {
            await RaiseAsync(db, cancellationToken);
            if (await db.Set<User>().SingleOrDefaultAsync(u => u.Id == id, cancellationToken) is not { } user) return ((RightsChange.Unknown, (User?)null), false);
            if (!match.Allows(user.Version)) return ((RightsChange.Mismatch, user), false);
            var (newRole, disabledAt) = (role ?? user.Role, isDisabled is { } disabled ? disabled ? user.DisabledAt ?? time.GetMillisecondsNow() : null : user.DisabledAt);
            if (newRole == user.Role && disabledAt == user.DisabledAt) return ((RightsChange.Done, user), false);
            if ((newRole != AccountRole.Admin || disabledAt is not null) && await IsLastAdministratorAsync(db, user, cancellationToken)) return ((RightsChange.LastAdministrator, user), false);
            (user.Role, user.DisabledAt, user.RightsChangedAt) = (newRole, disabledAt, time.GetMillisecondsNow());
            user.RightsVersion++;
            user.CountChange();
            if (disabledAt is not null) await sessions.EndAllAsync(db, id, except: null, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return ((RightsChange.Done, user), true);
        }, cancellationToken);
        await ReloadAsync();
        return result;
    }

    /// <summary>Deletes an account and what modules keep for it. Its keys are revoked; usage stays in the books, under an id that names nobody.</summary>
    public async Task<RightsChange> DeleteAsync(Guid id, IfMatch match, CancellationToken cancellationToken)
    {
        var result = await databases.ChangeAsync(async db =>
        {
            await RaiseAsync(db, cancellationToken);
            if (await db.Set<User>().SingleOrDefaultAsync(u => u.Id == id, cancellationToken) is not { } user) return (RightsChange.Unknown, false);
            if (!match.Allows(user.Version)) return (RightsChange.Mismatch, false);
            if (await IsLastAdministratorAsync(db, user, cancellationToken)) return (RightsChange.LastAdministrator, false);
            await sessions.EndAllAsync(db, id, except: null, cancellationToken);
            var now = time.GetMillisecondsNow();
            await db.Set<ApiKey>().Where(k => k.UserId == id && k.RevokedAt == null).ExecuteUpdateAsync(k => k.SetProperty(x => x.RevokedAt, now), cancellationToken);
            foreach (var part in parts) await part.DeletingAsync(db, id, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await db.Set<User>().Where(u => u.Id == id).ExecuteDeleteAsync(cancellationToken);
            await sessions.EndAccountAsync(db, id, cancellationToken);
            return (RightsChange.Done, true);
        }, cancellationToken);
        if (result == RightsChange.Done) TellCommitted(id);
        await ReloadAsync();
        return result;
    }

    private static async Task<bool> IsLastAdministratorAsync(ParleyDbContext db, User user, CancellationToken cancellationToken) =>
        user is { Role: AccountRole.Admin, DisabledAt: null }
        && !await db.Set<User>().AnyAsync(u => u.Id != user.Id && u.Role == AccountRole.Admin && u.DisabledAt == null, cancellationToken);

    // Always in this order, so that two changes wait for each other instead of for ever. They also keep two administrators from demoting each other at once.
    private static async Task RaiseAsync(ParleyDbContext db, CancellationToken cancellationToken)
    {
        await ChangeStamp.RaiseAsync(db, KeyRegistry.TopicName, cancellationToken);
        await ChangeStamp.RaiseAsync(db, SessionEndings.TopicName, cancellationToken);
    }

    private void TellCommitted(Guid id)
    {
        foreach (var part in parts) part.Committed(id);
    }

    // The change is made: a caller who leaves now must not keep it from taking effect.
    private async Task ReloadAsync()
    {
        await endings.ReloadAsync(CancellationToken.None);
        await keys.ReloadAsync(CancellationToken.None);
    }
}
