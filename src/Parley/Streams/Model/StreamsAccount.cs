using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity;

namespace Parley.Streams.Model;

/// <summary>A person's streams and responses go with the account. What a run in another process writes at that moment is removed by the reaper.</summary>
internal sealed class StreamsAccount : IAccountPart
{
    public async Task DeletingAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken)
    {
        var owner = Owners.OfUser(userId);
        // Their frames go with them.
        await db.Set<LoggedStream>().Where(s => s.Owner == owner).ExecuteDeleteAsync(cancellationToken);
        await db.Set<KeptResponse>().Where(r => r.Owner == owner).ExecuteDeleteAsync(cancellationToken);
    }
}
