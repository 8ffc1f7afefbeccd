using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Parley.Assets.Model;
using Parley.Data;

namespace Parley.Assets.Storage;

/// <summary>
/// Keeps bytes once. They are written under a key of their own before any row speaks of them, so a row never leads to nothing; whoever writes what is there already throws the copy away
/// afterwards, so that nobody can tell by the time it takes whether someone else has it. Rows count their uses; one without any is removed first, and its bytes then.
/// </summary>
internal sealed class BlobStore(IDbContextFactory<ParleyDbContext> databases, IBlobStorage storage, MissingBytes missing, TimeProvider time)
{
    /// <summary>Writes bytes from the beginning of a stream.</summary>
    public async Task<NewBlob> WriteAsync(Stream bytes, CancellationToken cancellationToken)
    {
        bytes.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancellationToken));
        bytes.Position = 0;
        var blob = new NewBlob(hash, $"{hash}-{Guid.CreateVersion7(time.GetUtcNow()):n}", bytes.Length);
        await storage.WriteAsync(blob.Key, bytes, cancellationToken);
        return blob;
    }

    /// <summary>Counts one more use of these bytes, in the caller's transaction.</summary>
    public static async Task ClaimAsync(ParleyDbContext db, NewBlob blob, CancellationToken cancellationToken)
    {
        if (await db.Set<StoredBlob>().Where(b => b.Hash == blob.Hash).ExecuteUpdateAsync(b => b.SetProperty(x => x.Uses, x => x.Uses + 1), cancellationToken) > 0) return;
        db.Add(new StoredBlob { Hash = blob.Hash, Key = blob.Key, Size = blob.Size, Uses = 1 });
        await db.SaveChangesAsync(cancellationToken);
        blob.IsTaken = true;
    }

    /// <summary>Counts one use less of each, in the caller's transaction.</summary>
    public static async Task ReleaseAsync(ParleyDbContext db, IEnumerable<string> hashes, CancellationToken cancellationToken)
    {
        foreach (var hash in hashes.Order(StringComparer.Ordinal))
            await db.Set<StoredBlob>().Where(b => b.Hash == hash).ExecuteUpdateAsync(b => b.SetProperty(x => x.Uses, x => x.Uses - 1), cancellationToken);
    }

    /// <summary>Opens bytes; null when they are not there any more. Throws a <see cref="MissingBytesException"/> when they should be.</summary>
    public async Task<Stream?> OpenAsync(string hash, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var key = await db.Set<StoredBlob>().Where(b => b.Hash == hash).Select(b => b.Key).SingleOrDefaultAsync(cancellationToken);
        if (key is null) return null;
        if (await storage.OpenAsync(key, cancellationToken) is { } bytes) return bytes;
        // Removed at this moment: the row goes first.
        if (!await db.Set<StoredBlob>().AnyAsync(b => b.Hash == hash && b.Key == key, cancellationToken)) return null;
        missing.Tell();
        throw new MissingBytesException();
    }

    /// <summary>Throws away copies that turned out not to be needed.</summary>
    public async Task DropAsync(IEnumerable<NewBlob> blobs, CancellationToken cancellationToken)
    {
        foreach (var blob in blobs.Where(b => !b.IsTaken)) await storage.DeleteAsync(blob.Key, cancellationToken);
    }

    /// <summary>Removes what nobody uses.</summary>
    public async Task<int> RemoveUnusedAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var count = 0;
        foreach (var blob in await db.Set<StoredBlob>().AsNoTracking().Where(b => b.Uses == 0).ToListAsync(cancellationToken))
        {
            // Somebody may have claimed it meanwhile.
            if (await db.Set<StoredBlob>().Where(b => b.Hash == blob.Hash && b.Key == blob.Key && b.Uses == 0).ExecuteDeleteAsync(cancellationToken) == 0) continue;
            await storage.DeleteAsync(blob.Key, cancellationToken);
            count++;
        }

        return count;
    }

    /// <summary>Removes bytes that no row knows: what a process left that ended between writing them and telling the database.</summary>
    public async Task<int> RemoveForgottenAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var count = 0;
        await foreach (var key in storage.ListAsync(before, cancellationToken))
        {
            if (await db.Set<StoredBlob>().AnyAsync(b => b.Key == key, cancellationToken)) continue;
            await storage.DeleteAsync(key, cancellationToken);
            count++;
        }

        return count;
    }
}
