using Parley.Identity.Accounts;

namespace Parley.Identity.SigningIn;

/// <summary>What a program gets when it signs in or refreshes.</summary>
internal sealed record TokenPair(string AccessToken, string RefreshToken, User User)
{
    /// <summary>Never the tokens.</summary>
    public override string ToString() => nameof(TokenPair);
}
