using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Shared;

namespace Parley.Identity;

/// <summary>Front door: what people chose of the interface.</summary>
internal sealed class PreferenceStore(IDbContextFactory<ParleyDbContext> databases, IEnumerable<IAccountPart> parts)
{
    public async Task<Preferences> ReadAsync(Guid userId, CancellationToken cancellationToken) => (await ReadVersionAsync(userId, cancellationToken)).Preferences;

    /// <summary>With the version that stands there.</summary>
    public async Task<(Preferences Preferences, long Version)> ReadVersionAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var kept = await db.Set<User>().Where(u => u.Id == userId).Select(u => new { u.Preferences, u.PreferencesVersion }).SingleOrDefaultAsync(cancellationToken);
        return (Read(kept?.Preferences), kept?.PreferencesVersion ?? 0);
    }

    /// <summary>Keeps them, and tells the parts in the same transaction. Gives the version that stands there then, and whether it is what was to be kept; null when there is no such account.</summary>
    public async Task<(long Version, bool IsKept)?> WriteAsync(Guid userId, Preferences preferences, IfMatch match, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(preferences, StrictJson.Options);
        var result = await databases.ChangeAsync(async db =>
        {
            if (await db.Set<User>().SingleOrDefaultAsync(u => u.Id == userId, cancellationToken) is not { } user) return (((long Version, bool IsKept)?)null, false);
            if (!match.Allows(user.PreferencesVersion)) return ((user.PreferencesVersion, false), false);
            user.Preferences = json;
            user.CountPreferences();
            await db.SaveChangesAsync(cancellationToken);
            foreach (var part in parts) await part.PreferencesChangedAsync(db, userId, preferences, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return ((user.PreferencesVersion, true), true);
        }, cancellationToken);
        if (result is { IsKept: true }) foreach (var part in parts) part.Committed(userId);
        return result;
    }

    internal static Preferences Of(User user) => Read(user.Preferences);

    // What an older or newer version wrote may hold other members: they do not make a page fail.
    private static Preferences Read(string? json)
    {
        try
        {
            return json is null ? Preferences.Default : JsonSerializer.Deserialize<Preferences>(json, Lenient) ?? Preferences.Default;
        }
        catch (JsonException)
        {
            return Preferences.Default;
        }
    }

    private static readonly JsonSerializerOptions Lenient = new(StrictJson.Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip };
}
