namespace Parley.Identity.Accounts;

/// <summary>An account that is to be made; its parts were checked.</summary>
internal sealed record NewAccount(string Email, string DisplayName, AccountRole Role, string? PasswordHash)
{
    /// <summary>Never the hash.</summary>
    public override string ToString() => Role.ToString();
}
