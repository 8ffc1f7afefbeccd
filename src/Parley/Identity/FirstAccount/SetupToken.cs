namespace Parley.Identity.FirstAccount;

/// <summary>The token that makes the first account, sealed by the key ring; gone once there is one.</summary>
internal sealed class SetupToken
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;

    public required byte[] Sealed { get; init; }
}
