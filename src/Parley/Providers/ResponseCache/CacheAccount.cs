using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity;

namespace Parley.Providers.ResponseCache;

/// <summary>A person's kept answers go with the account; the change stamp keeps back those that are on their way, and empties the memory of every node.</summary>
internal sealed class CacheAccount : IAccountPart
{
    public async Task DeletingAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken)
    {
        await ChangeStamp.RaiseAsync(db, CacheStamp.Topic, cancellationToken);
        var owner = CacheOwner.OfUser(userId.ToString()).Name;
        await db.Set<CacheRow>().Where(r => r.Owner == owner).ExecuteDeleteAsync(cancellationToken);
    }
}
