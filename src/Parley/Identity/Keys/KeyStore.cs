using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Gateway.Routing;
using Parley.Identity.Model;
using Parley.Shared;

namespace Parley.Identity.Keys;

/// <summary>The keys in the database. A change raises the stamp in its own transaction, so that every running server
/// notices, whoever made it; this process does not wait for that.</summary>
internal sealed class KeyStore(IDbContextFactory<ParleyDbContext> databases, PepperStore pepper, KeyRegistry registry, TimeProvider time)
{
    private const string FirstKeyName = "first";

    /// <summary>Makes a key; the secret exists nowhere but in the answer.</summary>
    public async Task<(ApiKey Key, Secret Secret)> CreateAsync(NewKey wanted, CancellationToken cancellationToken)
    {
        var (key, secret) = await MakeAsync(wanted, cancellationToken);
        await ChangeAsync(async db =>
        {
            if (!await db.Set<ApiKey>().AnyAsync(k => k.Id == key.Id, cancellationToken)) db.Add(key);
            return true;
        }, cancellationToken);
        return (key, secret);
    }

    /// <summary>Revokes a key. Revoking twice changes nothing.</summary>
    public Task<KeyChanged> RevokeAsync(string id, IfMatch match, KeyView view, CancellationToken cancellationToken) => ChangeAsync(id, match, view, key =>
    {
        if (key.RevokedAt is not null) return false;
        key.RevokedAt = Now();
        return true;
    }, cancellationToken);

    /// <summary>Revokes a key, whoever changed it meanwhile; false when there is none.</summary>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken) => (await RevokeAsync(id, IfMatch.Any, KeyView.All, cancellationToken)).Key is not null;

    /// <summary>Changes a key; the change was checked. It holds for the next request. A revoked key stays as it was.</summary>
    public Task<KeyChanged> ChangeAsync(string id, IfMatch match, KeyChange change, KeyView view, CancellationToken cancellationToken) => ChangeAsync(id, match, view, key =>
    {
        if (key.RevokedAt is not null) return false;
        change.Apply(key, Now());
        return true;
    }, cancellationToken);

    /// <summary>Makes a key in place of another one, which expires after the overlap. Without a new one when the old one is not good any more, or <paramref name="mayHandOut"/> says no.</summary>
    public async Task<(ApiKey? Old, ApiKey? Made, Secret? Secret)> RotateAsync(string id, TimeSpan overlap, Func<ApiKey, bool> mayHandOut, string? madeBy, KeyView view, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, view, cancellationToken) is not { } old) return (null, null, null);
        var now = Now();
        if (old.RevokedAt is not null || old.ExpiresAt <= now || !mayHandOut(old)) return (old, null, null);
        var (key, secret) = await MakeAsync(new NewKey(old.Name, old.ScopeList, old.ExpiresAt - now, madeBy)
        {
            KeepsStreams = old.KeepsStreams, Limits = old.Limits, CacheSeconds = old.CacheSeconds, UserId = old.UserId,
        }, cancellationToken);
        var isMade = await ChangeAsync(async db =>
        {
            if (await db.Set<ApiKey>().AnyAsync(k => k.Id == key.Id, cancellationToken)) return true;
            var replaced = await view.Of(db.Set<ApiKey>()).SingleOrDefaultAsync(k => k.Id == id && k.RevokedAt == null, cancellationToken);
            if (replaced is null || replaced.Version != old.Version) return false;
            if (replaced.ExpiresAt is null || replaced.ExpiresAt > now + overlap) replaced.ExpiresAt = now + overlap;
            replaced.Version++;
            db.Add(key);
            return true;
        }, cancellationToken);
        return isMade ? (old, key, secret) : (old, null, null);
    }

    /// <summary>Makes the first key when there has never been one; null otherwise. Nodes that start together make one.</summary>
    public async Task<Secret?> EnsureFirstAsync(CancellationToken cancellationToken)
    {
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
            if (await db.Set<ApiKey>().AnyAsync(cancellationToken)) return null;

        var (key, secret) = await MakeAsync(new NewKey(FirstKeyName, [Policies.Gateway], Lifetime: null, MadeBy: null), cancellationToken);
        var made = await ChangeAsync(async db =>
        {
            // The raised stamp locks out every other node until this transaction ends.
            if (await db.Set<ApiKey>().AnyAsync(k => k.Id != key.Id, cancellationToken)) return false;
            if (!await db.Set<ApiKey>().AnyAsync(cancellationToken)) db.Add(key);
            return true;
        }, cancellationToken);
        return made ? secret : null;
    }

    public async Task<ApiKey?> FindAsync(string id, KeyView view, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await view.Of(db.Set<ApiKey>()).AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, cancellationToken);
    }

    /// <summary>Keys after one of them (a cursor made of <see cref="CursorOf"/>), oldest first.</summary>
    public async Task<List<ApiKey>> ListAsync(string? after, int count, KeyView view, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        IQueryable<ApiKey> keys = view.Of(db.Set<ApiKey>()).AsNoTracking();
        if (TryReadCursor(after, out var at, out var id))
            keys = keys.Where(k => k.CreatedAt > at || (k.CreatedAt == at && string.Compare(k.Id, id) > 0));
        return await keys.OrderBy(k => k.CreatedAt).ThenBy(k => k.Id).Take(count).ToListAsync(cancellationToken);
    }

    public static string CursorOf(ApiKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.CreatedAt.UtcTicks}.{key.Id}");

    public static bool IsCursor(string cursor) => TryReadCursor(cursor, out _, out _);

    private static bool TryReadCursor(string? cursor, out DateTimeOffset at, out string id)
    {
        at = default;
        id = "";
        if (cursor?.Split('.') is not [var ticks, var key] || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || value > DateTimeOffset.MaxValue.UtcTicks) return false;
        (at, id) = (new DateTimeOffset(value, TimeSpan.Zero), key);
        return true;
    }

    private async Task<(ApiKey Key, Secret Secret)> MakeAsync(NewKey wanted, CancellationToken cancellationToken)
    {
        var hash = await pepper.LoadAsync(cancellationToken);
        var text = KeyFormat.Create();
        KeyFormat.TryReadId(text, out var id);
        var now = Now();
        return (new ApiKey
        {
            Id = id.ToString(),
            Name = wanted.Name,
            Hash = hash.Of(text),
            Scopes = string.Join(' ', wanted.Scopes.Distinct().Order(StringComparer.Ordinal)),
            CreatedAt = now,
            ExpiresAt = now + wanted.Lifetime,
            KeepsStreams = wanted.KeepsStreams,
            Limits = wanted.Limits.WithoutZeros(),
            CacheSeconds = wanted.CacheSeconds,
            Version = 1,
            MadeBy = wanted.MadeBy,
            UserId = wanted.UserId,
        }, new Secret(text));
    }

    /// <summary>Changes a key that is still as somebody saw it; <paramref name="change"/> says whether there was anything to do.</summary>
    private async Task<KeyChanged> ChangeAsync(string id, IfMatch match, KeyView view, Func<ApiKey, bool> change, CancellationToken cancellationToken)
    {
        var result = new KeyChanged(null, IsMismatch: false);
        await ChangeAsync(async db =>
        {
            // It may run again after a conflict.
            var key = await view.Of(db.Set<ApiKey>()).SingleOrDefaultAsync(k => k.Id == id, cancellationToken);
            result = new KeyChanged(key, IsMismatch: key is not null && !match.Allows(key.Version));
            // Who saw it before a change that changes nothing may still change it.
            if (key is null || result.IsMismatch || !change(key) || !db.ChangeTracker.HasChanges()) return false;
            key.Version++;
            return true;
        }, cancellationToken);
        return result;
    }

    private async Task<bool> ChangeAsync(Func<ParleyDbContext, Task<bool>> change, CancellationToken cancellationToken)
    {
        var made = await databases.ChangeAsync(async db =>
        {
            await ChangeStamp.RaiseAsync(db, KeyRegistry.TopicName, cancellationToken);
            if (!await change(db)) return (false, false);
            await db.SaveChangesAsync(cancellationToken);
            return (true, true);
        }, cancellationToken);
        // The change is made: a caller who leaves now must not keep it from taking effect.
        if (made) await registry.ReloadAsync(CancellationToken.None);
        return made;
    }

    // PostgreSQL keeps microseconds; whole milliseconds are the same everywhere, and read well.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
