using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;

namespace Parley.Identity.Avatars;

/// <summary>People's pictures in the database.</summary>
internal sealed class AvatarStore(IDbContextFactory<ParleyDbContext> databases) : IDisposable
{
    // Each may take 160 MB for a moment.
    private readonly SemaphoreSlim _turns = new(2);

    /// <summary>Makes a picture of what somebody sent, a few at a time; null for what is none.</summary>
    public async Task<byte[]?> DrawAsync(byte[] sent, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return AvatarImage.Make(sent);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    public async Task<byte[]?> FindAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Avatar>().Where(a => a.UserId == userId).Select(a => a.Bytes).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Keeps a picture, or takes it away; null when there is no such account.</summary>
    public Task<User?> SetAsync(Guid userId, byte[]? picture, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        if (await db.Set<User>().SingleOrDefaultAsync(u => u.Id == userId, cancellationToken) is not { } user) return ((User?)null, false);
        user.AvatarHash = picture is null ? null : Convert.ToHexStringLower(SHA256.HashData(picture));
        user.CountChange();
        await db.Set<Avatar>().Where(a => a.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        if (picture is not null) db.Add(new Avatar { UserId = userId, Bytes = picture });
        await db.SaveChangesAsync(cancellationToken);
        return (user, true);
    }, cancellationToken);
}
