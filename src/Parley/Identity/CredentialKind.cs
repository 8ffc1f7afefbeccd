namespace Parley.Identity;

/// <summary>What a caller showed.</summary>
internal enum CredentialKind
{
    ApiKey,

    /// <summary>A browser's cookie.</summary>
    Session,

    /// <summary>An access token.</summary>
    Token,
}
