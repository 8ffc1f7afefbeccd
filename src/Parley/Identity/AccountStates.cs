using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;

namespace Parley.Identity;

/// <summary>Front door for what belongs to people who are not asking themselves.</summary>
internal sealed class AccountStates(IDbContextFactory<ParleyDbContext> databases)
{
    /// <summary>Whether an administrator has closed the account.</summary>
    public async Task<bool> IsClosedAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<User>().AnyAsync(u => u.Id == userId && u.DisabledAt != null, cancellationToken);
    }

    /// <summary>Those of some people who have no account any more.</summary>
    public async Task<IReadOnlyList<Guid>> GoneAsync(IReadOnlyList<Guid> userIds, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var there = await db.Set<User>().Where(u => userIds.Contains(u.Id)).Select(u => u.Id).ToListAsync(cancellationToken);
        return [.. userIds.Except(there)];
    }
}
