using Parley.Identity.Accounts;
using Parley.Identity.Sessions;
using Parley.Identity.Tokens;

namespace Parley.Identity.SigningIn;

/// <summary>Signs people in and out: browsers by cookie, programs by tokens.</summary>
internal sealed class SignIns(PasswordSignIn passwords, SessionStore sessions, AccessTokens accessTokens)
{
    public const string ByPassword = "password";

    /// <summary>Signs a browser in: checks, begins a session and sets its cookie. A session that the browser had before ends.</summary>
    public async Task<SignInOutcome> SignInAsync(HttpContext context, string email, string password, string? code, CancellationToken cancellationToken)
    {
        var outcome = await passwords.CheckAsync(email, password, code, Device.Of(context), cancellationToken);
        if (outcome.IsDone) await BeginAsync(context, outcome.User!, ByPassword, cancellationToken);
        return outcome;
    }

    /// <summary>Begins a session of a browser for somebody who proved who they are.</summary>
    public async Task BeginAsync(HttpContext context, User user, string method, CancellationToken cancellationToken)
    {
        await EndAsync(context, cancellationToken);
        var (_, cookie) = await sessions.BeginBrowserAsync(user.Id, method, Device.Of(context), cancellationToken);
        SessionCookie.Set(context.Response, cookie, SessionTimes.Longest);
    }

    /// <summary>Signs a browser out: its session ends everywhere, its cookie goes. Nothing happens for one that is not signed in.</summary>
    public async Task SignOutAsync(HttpContext context, CancellationToken cancellationToken)
    {
        await EndAsync(context, cancellationToken);
        SessionCookie.Clear(context.Response);
        // Drafts that the browser keeps are not for whoever signs in next.
        context.Response.Headers["Clear-Site-Data"] = "\"storage\"";
    }

    /// <summary>Begins a session of a program for somebody who proved who they are.</summary>
    public async Task<TokenPair> BeginTokensAsync(User user, string method, Device device, CancellationToken cancellationToken)
    {
        var (session, refreshToken) = await sessions.BeginTokensAsync(user.Id, method, device, cancellationToken);
        return new TokenPair(await accessTokens.IssueAsync(user, session.Id, cancellationToken), refreshToken, user);
    }

    private async Task EndAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (CallerIdentity.Of(context.User) is { Credential: { Kind: CredentialKind.Session, SessionId: { } id }, Caller.UserId: { } userId })
            await sessions.EndAsync(Guid.Parse(userId), id, cancellationToken);
    }
}
