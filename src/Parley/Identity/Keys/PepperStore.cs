using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Model;
using Parley.Shared;

namespace Parley.Identity.Keys;

/// <summary>Finds the pepper, or makes it at the first start: 32 random bytes, kept in the database, sealed by the key
/// ring that all nodes share (decision 0002). Nodes that start together agree: the first row stays.</summary>
internal sealed class PepperStore(IDbContextFactory<ParleyDbContext> databases, IDataProtectionProvider protection) : IStartWork, IDisposable
{
    private readonly SemaphoreSlim _loading = new(1);
    private KeyHash? _hash;

    public async ValueTask<KeyHash> LoadAsync(CancellationToken cancellationToken)
    {
        if (_hash is { } known) return known;
        await _loading.WaitAsync(cancellationToken);
        try
        {
            return _hash ??= new KeyHash(await ReadAsync(cancellationToken));
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>The first start makes it, and with it the first key of the ring.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
            if (await FindAsync(db, cancellationToken) is not null) return;
        await LoadAsync(cancellationToken);
    }

    public void Dispose() => _loading.Dispose();

    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var protector = protection.CreateProtector("Parley.Identity.Pepper.v1");
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var kept = await FindAsync(db, cancellationToken);
        if (kept is null)
        {
            var made = protector.Protect(RandomNumberGenerator.GetBytes(32));
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO peppers (id, sealed) VALUES ({Pepper.TheOne}, {made}) ON CONFLICT (id) DO NOTHING", cancellationToken);
            kept = await FindAsync(db, cancellationToken);
        }

        try
        {
            return protector.Unprotect(kept!.Sealed);
        }
        catch (CryptographicException problem)
        {
            throw new UserError(
                "API keys cannot be checked: the key ring is not the one that sealed this database. Nothing was changed. "
                + "Put the folder \"keyring\" back beside the database it was copied from.", problem);
        }
    }

    private static Task<Pepper?> FindAsync(ParleyDbContext db, CancellationToken cancellationToken) =>
        db.Set<Pepper>().AsNoTracking().SingleOrDefaultAsync(cancellationToken);
}
