using Parley.Data;
using Parley.Identity.Keys;
using Parley.Identity.Outside;
using Parley.Identity.Sessions;
using Parley.Identity.Tokens;

namespace Parley.Identity.Callers;

/// <summary>Decides about what a request carries: an API key or an access token in one of the headers of <see cref="Credentials"/>, or, where those
/// are taken, a browser's cookie. From memory; only what memory does not know is looked for in the database.</summary>
internal sealed class Checkpoint(KeyRegistry keys, AccessTokens tokens, OutsideTokens outside, CookieSessions cookies, SessionEndings endings, ChangeWatcher changes)
{
    public ValueTask<Verdict> CheckAsync(HttpContext context, bool takesCookies)
    {
        var verdict = Check(context);
        if (verdict.IsWorthALook) return LookAndCheckAsync(context);
        // A proxy in front may have asked for a password of its own, which stands beside the cookie.
        return takesCookies && (ReferenceEquals(verdict, Verdict.Missing) || ReferenceEquals(verdict, Verdict.NotUnderstood)) && SessionCookie.Find(context.Request) is { } cookie
            ? cookies.CheckAsync(cookie, context.RequestAborted)
            : new ValueTask<Verdict>(verdict);
    }

    /// <summary>A credential that memory does not know may have been made a moment ago, by a verb or another node.</summary>
    private async ValueTask<Verdict> LookAndCheckAsync(HttpContext context)
    {
        if (outside.AreAny && outside.Read(Credentials.Find(context.Request.Headers, out _).ToString()) is { } token) return await outside.CheckAsync(token, context.RequestAborted);
        await endings.EnsureLoadedAsync(context.RequestAborted);
        await changes.LookNowAsync(context.RequestAborted);
        return Check(context);
    }

    private Verdict Check(HttpContext context)
    {
        var credential = Credentials.Find(context.Request.Headers, out var carrier);
        if (credential.IsEmpty) return Credentials.AreAny(context.Request.Headers) ? Verdict.NotUnderstood : Verdict.Missing;
        return AccessTokens.LooksLikeOne(credential) ? tokens.Check(credential, carrier) : keys.Check(credential, carrier);
    }
}
