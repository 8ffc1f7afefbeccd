using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Parley.Data;
using Parley.Identity.Model;
using Parley.Shared;

namespace Parley.Identity.Keys;

/// <summary>Finds the pepper, or makes it at the first start: 32 random bytes, kept in the database, sealed by the key
/// ring that all nodes share (decision 0002). Nodes that start together agree: the first row stays.</summary>
internal sealed class PepperStore(DatabaseCommands database, IDataProtectionProvider protection) : IStartWork, IDisposable
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
        if (await FindAsync(cancellationToken) is null) await LoadAsync(cancellationToken);
    }

    public void Dispose() => _loading.Dispose();

    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var protector = protection.CreateProtector("Parley.Identity.Pepper.v1");
        var kept = await FindAsync(cancellationToken);
        if (kept is null)
        {
            var made = protector.Protect(RandomNumberGenerator.GetBytes(32));
            await database.WriteAsync("INSERT INTO peppers (id, sealed) VALUES (@id, @sealed) ON CONFLICT (id) DO NOTHING", cancellationToken, ("id", Pepper.TheOne), ("sealed", made));
            kept = await FindAsync(cancellationToken);
        }

        try
        {
            return protector.Unprotect(kept!);
        }
        catch (CryptographicException problem)
        {
            throw new UserError(
                "API keys cannot be checked: the key ring is not the one that sealed this database. Nothing was changed. "
                + "Put the folder \"keyring\" back beside the database it was copied from.", problem);
        }
    }

    private async Task<byte[]?> FindAsync(CancellationToken cancellationToken) =>
        (await database.ReadAsync("SELECT sealed FROM peppers WHERE id = @id", row => row.GetFieldValue<byte[]>(0), cancellationToken, ("id", Pepper.TheOne))).FirstOrDefault();
}
