using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;

namespace Parley.Identity.Invitations;

/// <summary>Invitations: good once, for one address, for a week.</summary>
internal sealed class InvitationStore(IDbContextFactory<ParleyDbContext> databases, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Makes one; its token exists nowhere but in the answer.</summary>
    public async Task<(Invitation Invitation, string Token)> CreateAsync(string email, AccountRole role, CancellationToken cancellationToken)
    {
        var (now, token) = (time.GetMillisecondsNow(), "pli_" + RandomNumberGenerator.GetString(Alphabet, 32));
        var invitation = new Invitation { Id = Guid.CreateVersion7(now), Email = email, Role = role, TokenHash = HashOf(token), CreatedAt = now, ExpiresAt = now + Lifetime };
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Add(invitation);
        await db.SaveChangesAsync(cancellationToken);
        return (invitation, token);
    }

    public async Task<List<Invitation>> ListAsync(Guid? after, int count, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        IQueryable<Invitation> invitations = db.Set<Invitation>().AsNoTracking();
        if (after is { } id) invitations = invitations.Where(i => i.Id.CompareTo(id) > 0);
        return await invitations.OrderBy(i => i.Id).Take(count).ToListAsync(cancellationToken);
    }

    public async Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Invitation>().Where(i => i.Id == id).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    /// <summary>The invitation of a token, if it is good for that address.</summary>
    public async Task<Invitation?> FindAsync(string? token, string email, CancellationToken cancellationToken)
    {
        if (token is null) return null;
        var (hash, now) = (HashOf(token), time.GetUtcNow());
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var invitation = await db.Set<Invitation>().AsNoTracking().SingleOrDefaultAsync(i => i.TokenHash == hash && i.UsedAt == null && i.ExpiresAt > now, cancellationToken);
        return invitation is not null && AccountRules.Normalized(invitation.Email) == AccountRules.Normalized(email) ? invitation : null;
    }

    /// <summary>Uses it, in the transaction that makes the account; false when somebody was faster.</summary>
    public async Task<bool> UseAsync(ParleyDbContext db, Guid id, CancellationToken cancellationToken) =>
        await db.Set<Invitation>().Where(i => i.Id == id && i.UsedAt == null).ExecuteUpdateAsync(i => i.SetProperty(x => x.UsedAt, time.GetMillisecondsNow()), cancellationToken) == 1;

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
