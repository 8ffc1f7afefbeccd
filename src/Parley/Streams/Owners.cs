namespace Parley.Streams;

/// <summary>Whose a stream or a response is: the key's user, or the key itself where it has none.</summary>
internal static class Owners
{
    /// <summary>One word for both; empty for nobody, who owns nothing.</summary>
    public static string Of(string? keyId, string? userId) => userId is not null ? "user:" + userId : keyId is not null ? "key:" + keyId : "";
}
