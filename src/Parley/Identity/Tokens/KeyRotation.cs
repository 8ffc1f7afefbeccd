namespace Parley.Identity.Tokens;

/// <summary>Decides when keys that sign access tokens come and go. Pure. A key is published before it signs, so that whoever keeps the published list for a while knows it in
/// time, and stays until the last token that it signed has ended.</summary>
internal static class KeyRotation
{
    /// <summary>How long a key signs.</summary>
    public static readonly TimeSpan Signs = TimeSpan.FromDays(30);

    /// <summary>How long a key is published before it signs.</summary>
    public static readonly TimeSpan Announced = TimeSpan.FromDays(1);

    /// <summary>How long a key stays published after another one signs.</summary>
    public static readonly TimeSpan Stays = TimeSpan.FromHours(1);

    /// <summary>The key that signs now: of those whose time has come, the newest. Null when there is none.</summary>
    public static T? Signing<T>(IEnumerable<T> keys, Func<T, DateTimeOffset> signsFrom, DateTimeOffset now) where T : class =>
        keys.Where(key => signsFrom(key) <= now).MaxBy(signsFrom);

    /// <summary>When a new key should begin to sign; null when none is due.</summary>
    public static DateTimeOffset? NextSignsFrom(IReadOnlyCollection<DateTimeOffset> signsFrom, DateTimeOffset now)
    {
        if (!signsFrom.Any(at => at <= now)) return now;
        var newest = signsFrom.Max();
        if (now < newest + Signs - Announced) return null;
        var next = newest + Signs;
        return next < now + Announced ? now + Announced : next;
    }

    /// <summary>Whether a key may go: another one has signed for long enough.</summary>
    public static bool IsOver(DateTimeOffset signsFrom, IEnumerable<DateTimeOffset> all, DateTimeOffset now) =>
        all.Any(other => other > signsFrom && other + Stays <= now);
}
