namespace Parley.Identity;

/// <summary>What a caller showed: enough to tell later whether it is still good.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="SessionId">The session that it belongs to; null for an API key and for a token of an outside issuer.</param>
/// <param name="RightsVersion">The version of the user's rights that it was given for.</param>
/// <param name="ExpiresAt">When a token ends; null for what has no end of its own.</param>
internal sealed record Credential(CredentialKind Kind, Guid? SessionId = null, long RightsVersion = 0, DateTimeOffset? ExpiresAt = null)
{
    public static readonly Credential Key = new(CredentialKind.ApiKey);
}
