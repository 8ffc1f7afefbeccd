namespace Parley.Identity.Accounts;

/// <summary>An account that is to be made; its parts were checked.</summary>
internal sealed record NewAccount(string Email, string DisplayName, AccountRole Role, string? PasswordHash)
{
    /// <summary>Whether somebody who knows has said whose the address is: an administrator, a letter to it, an issuer that has verified it.</summary>
    public bool IsAddressProved { get; init; }

    /// <summary>Never the hash.</summary>
    public override string ToString() => Role.ToString();
}
