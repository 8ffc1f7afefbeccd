using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;
using Secret = Parley.Gateway.Routing.Secret;

namespace Parley.Identity.FirstAccount;

/// <summary>Makes the setup token while there is no account, the same for all nodes and at every start until it is used, and tells it to whoever prints it.</summary>
internal sealed class SetupTokens(IDbContextFactory<ParleyDbContext> databases, IDataProtectionProvider protection) : IStartWork
{
    private const string Prefix = "pls_";
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private volatile bool _isDone;

    private IDataProtector Protector => protection.CreateProtector("Parley.Identity.SetupToken.v1");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<User>().AnyAsync(cancellationToken) || await db.Set<SetupToken>().AnyAsync(cancellationToken)) return;
        var made = Protector.Protect(Encoding.ASCII.GetBytes(Prefix + RandomNumberGenerator.GetString(Alphabet, 32)));
        await db.Database.ExecuteSqlAsync($"INSERT INTO setup_tokens (id, sealed) VALUES ({SetupToken.TheOne}, {made}) ON CONFLICT (id) DO NOTHING", cancellationToken);
    }

    /// <summary>Whether the first account is still to be made. Once it is not, this asks nobody.</summary>
    public async ValueTask<bool> IsOpenAsync(CancellationToken cancellationToken)
    {
        if (_isDone) return false;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        _isDone = await db.Set<User>().AnyAsync(cancellationToken);
        return !_isDone;
    }

    /// <summary>The token; null when there is an account already.</summary>
    public async Task<Secret?> FindAsync(CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(cancellationToken)) return null;
        await RunAsync(cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<SetupToken>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } kept ? new Secret(Encoding.ASCII.GetString(Protector.Unprotect(kept.Sealed))) : null;
    }

    public async Task<bool> IsRightAsync(string? token, CancellationToken cancellationToken) =>
        token is not null && await FindAsync(cancellationToken) is { } secret
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), SHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal())));

    /// <summary>Takes the token away, in the transaction that makes the first account, in which no other can be made; false when somebody was faster, whatever token lies there.</summary>
    public static async Task<bool> UseAsync(ParleyDbContext db, CancellationToken cancellationToken) =>
        !await db.Set<User>().AnyAsync(cancellationToken) && await db.Set<SetupToken>().ExecuteDeleteAsync(cancellationToken) == 1;
}
