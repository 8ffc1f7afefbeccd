using Parley.Identity.Accounts;

namespace Parley.Identity.Invitations;

/// <summary>Lets one person make an account.</summary>
internal sealed class Invitation
{
    public required Guid Id { get; init; }

    public required string Email { get; init; }

    public required AccountRole Role { get; init; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null until an account was made with it.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
