using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Identity.Tokens;

/// <summary>The keys that sign access tokens: read at the first use, made and changed when it is time (<see cref="KeyRotation"/>), the same on all nodes.</summary>
internal sealed class TokenKeys(IDbContextFactory<ParleyDbContext> databases, IDataProtectionProvider protection, TimeProvider time) : IChangeListener, IDisposable
{
    public const string TopicName = "token keys";

    private readonly IDataProtector _protector = protection.CreateProtector("Parley.Identity.TokenKeys.v1");
    private readonly SemaphoreSlim _reloading = new(1);
    private volatile IReadOnlyList<TokenKey>? _keys;

    public string Topic => TopicName;

    /// <summary>The key whose header this is; null for none that memory knows.</summary>
    public TokenKey? Find(ReadOnlySpan<char> header)
    {
        foreach (var key in _keys ?? [])
            if (header.SequenceEqual(key.Header)) return key;
        return null;
    }

    /// <summary>The key that signs now.</summary>
    public async ValueTask<TokenKey> SigningAsync(CancellationToken cancellationToken)
    {
        var keys = await CurrentAsync(cancellationToken);
        return KeyRotation.Signing(keys, k => k.SignsFrom, time.GetUtcNow())!;
    }

    /// <summary>All keys whose tokens are good, or will be.</summary>
    public async ValueTask<IReadOnlyList<TokenKey>> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_keys is null) await ReloadAsync(cancellationToken);
        if (KeyRotation.NextSignsFrom([.. _keys!.Select(k => k.SignsFrom)], time.GetUtcNow()) is not null)
        {
            await RotateAsync(cancellationToken);
            await ReloadAsync(cancellationToken);
        }

        return _keys!;
    }

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var rows = await db.Set<TokenKeyRow>().AsNoTracking().ToListAsync(cancellationToken);
            _keys = [.. rows.Select(row => new TokenKey(row.Id, _protector.Unprotect(row.Sealed), row.SignsFrom))];
        }
        finally
        {
            _reloading.Release();
        }
    }

    public void Dispose() => _reloading.Dispose();

    /// <summary>Nodes that find out at the same time make one key: the raised stamp keeps the others waiting, and they look again.</summary>
    private Task<bool> RotateAsync(CancellationToken cancellationToken)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var made = _protector.Protect(TokenKey.CreatePkcs8());
        return databases.ChangeAsync(async db =>
        {
            await ChangeStamp.RaiseAsync(db, TopicName, cancellationToken);
            var now = time.GetMillisecondsNow();
            var rows = await db.Set<TokenKeyRow>().ToListAsync(cancellationToken);
            List<DateTimeOffset> all = [.. rows.Select(row => row.SignsFrom)];
            if (KeyRotation.NextSignsFrom(all, now) is not { } signsFrom) return (false, false);
            db.RemoveRange(rows.Where(row => KeyRotation.IsOver(row.SignsFrom, all, now)));
            db.Add(new TokenKeyRow { Id = id, Sealed = made, CreatedAt = now, SignsFrom = signsFrom });
            await db.SaveChangesAsync(cancellationToken);
            return (true, true);
        }, cancellationToken);
    }
}
