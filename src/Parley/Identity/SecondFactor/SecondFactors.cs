using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Identity.Keys;

namespace Parley.Identity.SecondFactor;

/// <summary>Authenticator apps and recovery codes: set up, asked for at sign-in, taken away.</summary>
internal sealed class SecondFactors(IDbContextFactory<ParleyDbContext> databases, IDataProtectionProvider protection, PepperStore pepper, TimeProvider time)
{
    public const int Codes = 10;
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private IDataProtector Protector => protection.CreateProtector("Parley.Identity.Totp.v1");

    /// <summary>Makes a secret that waits for its first code; one that waited before is forgotten. Null when one is in use.</summary>
    public async Task<byte[]?> BeginAsync(Guid userId, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        var @sealed = Protector.Protect(secret);
        return await databases.ChangeAsync(async db =>
        {
            var row = await db.Set<TotpSecret>().SingleOrDefaultAsync(s => s.UserId == userId, cancellationToken);
            if (row is { ConfirmedAt: not null }) return ((byte[]?)null, false);
            if (row is null) db.Add(new TotpSecret { UserId = userId, Sealed = @sealed });
            else row.Sealed = @sealed;
            await db.SaveChangesAsync(cancellationToken);
            return ((byte[]?)secret, true);
        }, cancellationToken);
    }

    /// <summary>The secret that waits for its first code; null when none does.</summary>
    public async Task<byte[]?> WaitingAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<TotpSecret>().AsNoTracking().SingleOrDefaultAsync(s => s.UserId == userId && s.ConfirmedAt == null, cancellationToken) is { } row ? Protector.Unprotect(row.Sealed) : null;
    }

    /// <summary>Turns the second factor on with a first code; gives the recovery codes, which are shown only then. Null for a wrong code, or when nothing waits for one.</summary>
    public async Task<IReadOnlyList<string>?> ConfirmAsync(Guid userId, string code, CancellationToken cancellationToken)
    {
        List<string> codes = [.. Enumerable.Range(0, Codes).Select(_ => $"{RandomNumberGenerator.GetString(Alphabet, 5)}-{RandomNumberGenerator.GetString(Alphabet, 5)}")];
        var key = await KeyAsync(cancellationToken);
        var isOn = await databases.ChangeAsync(async db =>
        {
            var row = await db.Set<TotpSecret>().SingleOrDefaultAsync(s => s.UserId == userId && s.ConfirmedAt == null, cancellationToken);
            if (row is null || Totp.Match(Protector.Unprotect(row.Sealed), code, time.GetUtcNow()) is not { } step) return (false, false);
            (row.ConfirmedAt, row.LastStep) = (time.GetMillisecondsNow(), step);
            await db.Set<RecoveryCode>().Where(c => c.UserId == userId).ExecuteDeleteAsync(cancellationToken);
            db.AddRange(codes.Select(c => new RecoveryCode { UserId = userId, Hash = HashOf(c, key) }));
            await db.SaveChangesAsync(cancellationToken);
            await db.Set<User>().Where(u => u.Id == userId).ExecuteUpdateAsync(u => u.SetProperty(x => x.TwoFactorEnabled, true), cancellationToken);
            return (true, true);
        }, cancellationToken);
        return isOn ? codes : null;
    }

    /// <summary>Whether a code of the app, or a recovery code, is right. Either is good once.</summary>
    public async Task<bool> TakeAsync(Guid userId, string code, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var trimmed = code.Trim().Replace(" ", "", StringComparison.Ordinal);
        var row = await db.Set<TotpSecret>().AsNoTracking().SingleOrDefaultAsync(s => s.UserId == userId && s.ConfirmedAt != null, cancellationToken);
        if (row is null) return false;
        if (Totp.Match(Protector.Unprotect(row.Sealed), trimmed, time.GetUtcNow()) is { } step)
            return await db.Set<TotpSecret>().Where(s => s.UserId == userId && s.LastStep < step).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastStep, step), cancellationToken) == 1;
        var hash = HashOf(trimmed.ToUpperInvariant(), await KeyAsync(cancellationToken));
        return await db.Set<RecoveryCode>().Where(c => c.UserId == userId && c.Hash == hash).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    /// <summary>Turns the second factor off; its recovery codes are gone.</summary>
    public Task<bool> RemoveAsync(Guid userId, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        var removed = await db.Set<TotpSecret>().Where(s => s.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<RecoveryCode>().Where(c => c.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<User>().Where(u => u.Id == userId).ExecuteUpdateAsync(u => u.SetProperty(x => x.TwoFactorEnabled, false), cancellationToken);
        return (removed > 0, true);
    }, cancellationToken);

    private static byte[] HashOf(string code, byte[] key) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(code));

    private async Task<byte[]> KeyAsync(CancellationToken cancellationToken) => (await pepper.LoadAsync(cancellationToken)).Derive("Parley recovery codes v1");
}
