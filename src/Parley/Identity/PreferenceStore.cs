using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Shared;

namespace Parley.Identity;

/// <summary>Front door: what people chose of the interface.</summary>
internal sealed class PreferenceStore(IDbContextFactory<ParleyDbContext> databases, IEnumerable<IAccountPart> parts)
{
    public async Task<Preferences> ReadAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return Read(await db.Set<User>().Where(u => u.Id == userId).Select(u => u.Preferences).SingleOrDefaultAsync(cancellationToken));
    }

    /// <summary>Keeps them, and tells the parts in the same transaction; false when there is no such account.</summary>
    public async Task<bool> WriteAsync(Guid userId, Preferences preferences, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(preferences, StrictJson.Options);
        var isKept = await databases.ChangeAsync(async db =>
        {
            if (await db.Set<User>().Where(u => u.Id == userId).ExecuteUpdateAsync(u => u.SetProperty(x => x.Preferences, json), cancellationToken) == 0) return (false, false);
            foreach (var part in parts) await part.PreferencesChangedAsync(db, userId, preferences, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return (true, true);
        }, cancellationToken);
        if (isKept) foreach (var part in parts) part.Committed(userId);
        return isKept;
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
