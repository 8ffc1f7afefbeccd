using Microsoft.AspNetCore.Identity;

namespace Parley.Identity.Accounts;

/// <summary>A person with an account. Whoever makes one gives it a version 7 id, so that ids sort by time. The user name is the e-mail address.</summary>
internal sealed class User : IdentityUser<Guid>
{
    public string DisplayName { get; set => field = AccountRules.Shown(value); } = "";

    public AccountRole Role { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>May not sign in from then on; null for may.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Counts what takes rights away or gives them; tokens of an earlier version are no good.</summary>
    public long RightsVersion { get; set; }

    public DateTimeOffset? RightsChangedAt { get; set; }

    /// <summary>What the person chose of the interface, JSON; null for nothing yet.</summary>
    public string? Preferences { get; set; }

    /// <summary>Counts their changes, for <c>ETag</c>.</summary>
    public long PreferencesVersion { get; set; }

    /// <summary>SHA-256 of the picture, in hex; null for none.</summary>
    public string? AvatarHash { get; set; }

    /// <summary>Counts the changes, for <c>ETag</c>.</summary>
    public long Version { get; set; }

    /// <summary>Every change of the account ends with it.</summary>
    public void CountChange()
    {
        Version++;
        SetStamp();
    }

    /// <summary>Every change of what the person chose ends with it.</summary>
    public void CountPreferences()
    {
        PreferencesVersion++;
        SetStamp();
    }

    // Of two who read the same row and change it, one begins anew: two states never have one number.
    private void SetStamp() => ConcurrencyStamp = $"{Id:N}{Version}.{PreferencesVersion}";
}
