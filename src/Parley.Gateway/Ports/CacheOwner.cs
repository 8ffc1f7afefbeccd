namespace Parley.Gateway.Ports;

/// <summary>Whose kept answers they are: the key's user, or the key itself where it has none. A part
/// of every <see cref="CacheKey"/>: there is no way to look for another one's answers.</summary>
public readonly record struct CacheOwner
{
    private CacheOwner(string name) => Name = name;

    /// <summary><c>user:...</c> or <c>key:...</c>.</summary>
    public string Name => field ?? "";

    /// <summary>A user, for who removes all that is kept of them.</summary>
    public static CacheOwner OfUser(string userId) => new("user:" + userId);

    /// <summary>The owner of a caller's answers; null for a caller that is neither a key nor a user, of whom nothing is kept.</summary>
    public static CacheOwner? Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.UserId is { } user ? OfUser(user) : caller.KeyId is { } key ? new CacheOwner("key:" + key) : null;
    }
}
