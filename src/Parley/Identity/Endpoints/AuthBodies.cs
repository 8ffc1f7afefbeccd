using System.ComponentModel;
using Parley.Identity.Accounts;
using Parley.Identity.SigningIn;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary>The body of POST /api/v1/auth/register.</summary>
internal sealed record RegisterBody(
    [property: Description("The address that the person signs in with.")] string Email,
    [property: Description("8 to 256 characters.")] string Password,
    [property: Description("1 to 100 characters; without it, what stands before the @.")] string? DisplayName = null,
    [property: Description("For the first account: the token that the server printed when it started.")] string? SetupToken = null,
    [property: Description("For an invited person: the token of the invitation.")] string? InvitationToken = null) : IChecked
{
    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        var (email, mistakes) = (AccountRules.Trimmed(Email), new Dictionary<string, string[]>());
        AccountRules.Email(email, mistakes);
        AccountRules.Password(Password, email, mistakes);
        if (DisplayName is not null) AccountRules.DisplayName(DisplayName, mistakes);
        return mistakes;
    }

    /// <summary>A record would print its members.</summary>
    public override string ToString() => nameof(RegisterBody);
}

/// <summary>The body of POST /api/v1/auth/login.</summary>
internal sealed record LoginBody(
    string Email,
    string Password,
    [property: Description("Where a second factor is set up: the six digits of the authenticator app, or a recovery code.")] string? Code = null)
{
    public override string ToString() => nameof(LoginBody);
}

/// <summary>The body of POST /api/v1/auth/refresh.</summary>
internal sealed record RefreshBody([property: Description("As login or the last refresh gave it: each is good once.")] string RefreshToken)
{
    public override string ToString() => nameof(RefreshBody);
}

/// <summary>The body of POST /api/v1/auth/logout.</summary>
internal sealed record LogoutBody([property: Description("The refresh token of the session that is to end; a browser's cookie needs none.")] string? RefreshToken = null)
{
    public override string ToString() => nameof(LogoutBody);
}

/// <summary>Tokens that were just given out.</summary>
internal sealed record TokensView(string AccessToken, int ExpiresIn, string RefreshToken, UserBrief User)
{
    public static TokensView Of(TokenPair pair) => new(pair.AccessToken, (int)Sessions.SessionTimes.Access.TotalSeconds, pair.RefreshToken, UserBrief.Of(pair.User));

    public override string ToString() => nameof(TokensView);
}

/// <summary>Who somebody is, in short.</summary>
internal sealed record UserBrief(Guid Id, string Email, string DisplayName, AccountRole Role)
{
    public static UserBrief Of(User user) => new(user.Id, user.Email!, user.DisplayName, user.Role);
}

/// <summary>Who somebody is, for themselves.</summary>
internal sealed record MeView(
    Guid Id, string Email, string DisplayName, AccountRole Role, DateTimeOffset CreatedAt,
    [property: Description("Where the picture is; null for none.")] string? AvatarUrl,
    [property: Description("Whether a password is set: not where somebody signs in by an outside issuer only.")] bool HasPassword,
    [property: Description("Whether a code of an authenticator app is asked for at sign-in.")] bool HasTotp)
{
    public static MeView Of(User user) => new(user.Id, user.Email!, user.DisplayName, user.Role, user.CreatedAt,
        user.AvatarHash is { } hash ? $"/api/v1/auth/me/avatar?v={hash[..8]}" : null, user.PasswordHash is not null, user.TwoFactorEnabled);
}

/// <summary>The body of PATCH /api/v1/auth/me: what it leaves out stays.</summary>
internal sealed record MeChange([property: Description("1 to 100 characters.")] string? DisplayName = null) : IChecked
{
    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        var mistakes = new Dictionary<string, string[]>();
        if (DisplayName is not null) AccountRules.DisplayName(DisplayName, mistakes);
        return mistakes;
    }
}

/// <summary>The keys that check access tokens (RFC 7517).</summary>
internal sealed record TokenKeySet(IReadOnlyList<Tokens.PublicTokenKey> Keys);
