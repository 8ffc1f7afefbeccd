using Microsoft.EntityFrameworkCore;
using Parley.Assets.Storage;
using Parley.Data;
using Parley.Identity;

namespace Parley.Assets.Model;

/// <summary>A person's files go with the account.</summary>
internal sealed class AssetsAccount(BlobKeeper keeper) : IAccountPart
{
    public async Task DeletingAsync(ParleyDbContext db, Guid userId, CancellationToken cancellationToken)
    {
        var files = await db.Set<StoredFile>().AsNoTracking().Where(f => f.UserId == userId).ToListAsync(cancellationToken);
        foreach (var file in files) await BlobStore.ReleaseAsync(db, file.Hashes, cancellationToken);
        await db.Set<StoredFile>().Where(f => f.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }

    public void Committed(Guid userId) => keeper.Wake();
}
