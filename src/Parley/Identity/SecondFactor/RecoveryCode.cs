namespace Parley.Identity.SecondFactor;

/// <summary>A code that stands for the authenticator app once, when that is lost: only its hash is kept.</summary>
internal sealed class RecoveryCode
{
    public required Guid UserId { get; init; }

    /// <summary>HMAC under the server's pepper.</summary>
    public required byte[] Hash { get; init; }
}
