using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Model;
using Parley.Identity.SecondFactor;

namespace Parley.Identity.Accounts;

/// <summary>
/// Whoever registered with an address that nobody proved may be somebody else than its owner, who proves it later: what the first one made to come in by
/// ends then, all of it. Otherwise they would wait in the account for its owner.
/// </summary>
internal static class Handover
{
    /// <summary>In the transaction that proves the address, which raises the stamps of keys and sessions and ends the sessions.</summary>
    public static async Task MakeAsync(ParleyDbContext db, User user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = user.Id;
        await db.Set<ApiKey>().Where(k => k.UserId == id && k.RevokedAt == null).ExecuteUpdateAsync(k => k.SetProperty(x => x.RevokedAt, now), cancellationToken);
        await db.Set<IdentityUserPasskey<Guid>>().Where(p => p.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<IdentityUserLogin<Guid>>().Where(l => l.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<TotpSecret>().Where(s => s.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<RecoveryCode>().Where(c => c.UserId == id).ExecuteDeleteAsync(cancellationToken);
        user.TwoFactorEnabled = false;
        // For what no session stands behind: sockets and streams of an outside issuer's token.
        user.RightsVersion++;
        user.RightsChangedAt = now;
    }
}
