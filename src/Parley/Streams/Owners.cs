namespace Parley.Streams;

/// <summary>Whose a stream or a response is: the key's user, or the key itself where it has none.</summary>
internal static class Owners
{
    /// <summary>How the word of a user begins.</summary>
    public const string User = "user:";

    /// <summary>One word for both; empty for nobody, who owns nothing.</summary>
    public static string Of(string? keyId, string? userId) => userId is not null ? User + userId : keyId is not null ? "key:" + keyId : "";

    public static string OfUser(Guid userId) => User + userId;

    /// <summary>The user of such a word; null for everybody else.</summary>
    public static Guid? UserOf(string owner) => owner.StartsWith(User, StringComparison.Ordinal) && Guid.TryParse(owner.AsSpan(User.Length), out var id) ? id : null;
}
