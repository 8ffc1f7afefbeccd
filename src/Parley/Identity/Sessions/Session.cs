namespace Parley.Identity.Sessions;

/// <summary>One sign-in of a person on one device, until it ends. An ended one stays for a day, so that every node hears of it, also when the account is gone.</summary>
internal sealed class Session
{
    public const int MaxUserAgent = 300, MaxMethod = 60;

    /// <summary>Version 7; made anew at every sign-in.</summary>
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required SessionKind Kind { get; init; }

    /// <summary>SHA-256 of the secret in the cookie, or of the refresh token that is good now.</summary>
    public required byte[] SecretHash { get; set; }

    /// <summary>How many times its refresh token was changed for another.</summary>
    public int Generation { get; set; }

    /// <summary>How the person proved who they are: <c>password</c>, <c>passkey</c>, or the name of an outside issuer.</summary>
    public required string Method { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the person last proved who they are; a step-up renews it.</summary>
    public required DateTimeOffset AuthenticatedAt { get; set; }

    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Moves on with use.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Null while it is good.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public string? Address { get; set; }

    public string? UserAgent { get; set; }
}
