using Parley.Identity.Accounts;
using Parley.Identity.Sessions;
using Parley.Identity.Tokens;

namespace Parley.Identity.SigningIn;

/// <summary>Changes a refresh token for a new pair.</summary>
internal sealed class Refreshing(SessionStore sessions, AccountStore accounts, AccessTokens accessTokens, RefreshTokens refreshTokens)
{
    /// <summary>Null for a token that is no good: never made here, used before (which ends its session), expired, or of a session that has ended.</summary>
    public async Task<TokenPair?> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
    {
        if (await sessions.RefreshAsync(refreshToken, cancellationToken) is not var (session, next)) return null;
        if (await accounts.FindAsync(session.UserId, cancellationToken) is not { DisabledAt: null } user) return null;
        return new TokenPair(await accessTokens.IssueAsync(user, session.Id, cancellationToken), next, user);
    }

    /// <summary>Ends the session of a refresh token that is good; nothing happens for any other.</summary>
    public async Task EndAsync(string refreshToken, CancellationToken cancellationToken)
    {
        if (await refreshTokens.ReadAsync(refreshToken, cancellationToken) is { } read) await sessions.EndAsync(read, cancellationToken);
    }
}
