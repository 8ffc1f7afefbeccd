using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Shared;

namespace Parley.Identity.Callers;

/// <summary>What came of checking a credential. There is one of each refusal, and one acceptance a credential that memory knows: a request
/// allocates nothing for it.</summary>
internal sealed class Verdict
{
    public static readonly Verdict Missing = Refuse(
        "An API key is needed: send it as \"Authorization: Bearer ply_...\" or \"x-api-key: ply_...\".");

    public static readonly Verdict NotUnderstood = Refuse(
        "What was sent to authenticate is not understood. Send one API key, once: as \"Authorization: Bearer ply_...\" or \"x-api-key: ply_...\".");

    public static readonly Verdict Malformed = Refuse(
        "This is not a whole Parley API key: it must begin with \"ply_\" and have 62 characters, and its checksum must fit. Copy it again.");

    // Whether such an id exists, its secret was wrong or it was revoked is nobody's business.
    public static readonly Verdict Unknown = Refuse("This API key is unknown or was revoked.", isWorthALook: true);

    public static readonly Verdict Expired = Refuse("This API key has expired. Ask for a new one.");

    public static readonly Verdict NotReady = Refuse("API keys are still being loaded. Try again in a moment.");

    public static readonly Verdict UnknownToken = Refuse("This access token was not issued here, or is no longer good. Sign in again.", isWorthALook: true);

    public static readonly Verdict ExpiredToken = Refuse("This access token has expired. Get a new one with POST /api/v1/auth/refresh.");

    public static readonly Verdict EndedToken = Refuse("The session of this access token was ended, or its rights have changed. Refresh it, or sign in again.");

    public static readonly Verdict NoAccount = Refuse("This token is genuine, but there is no account here for its owner, or it was closed. Ask an administrator.");

    public static readonly Verdict NoSession = Refuse("You are not signed in, or your session has ended. Sign in again.");

    private Verdict(AuthenticateResult result, string problem, CallerCheck forGateway, bool isWorthALook) =>
        (Result, Problem, ForGateway, IsWorthALook) = (result, problem, forGateway, isWorthALook);

    /// <summary>For the framework, which guards the administration.</summary>
    public AuthenticateResult Result { get; }

    /// <summary>For the engine, which guards model calls by itself.</summary>
    public CallerCheck ForGateway { get; }

    /// <summary>For the caller; empty when accepted.</summary>
    public string Problem { get; }

    /// <summary>Memory does not know it; the database might.</summary>
    public bool IsWorthALook { get; }

    /// <summary>The caller; null for a refusal.</summary>
    public CallerIdentity? Identity => Result.Principal?.Identity as CallerIdentity;

    public static Verdict Accept(CallerIdentity identity) => new(
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), CallerAuthentication.Scheme)), "",
        identity.Caller.Scopes.Contains(Policies.Gateway) ? new CallerCheck(identity.Caller, null) : new CallerCheck(null, Lacks(identity, Policies.Gateway)),
        isWorthALook: false);

    /// <summary>403: the credential is good, but not for this.</summary>
    public static GatewayFault Lacks(CallerIdentity? identity, string scope) => new(FaultKind.Forbidden, (identity?.Credential.Kind, scope) switch
    {
        (CredentialKind.Session or CredentialKind.Token, Policies.Admin) => "Only administrators may do this.",
        (CredentialKind.Session or CredentialKind.Token, _) => $"Your account may not do this: it lacks the right \"{scope}\".",
        (_, Policies.Account) => "This is for a person who is signed in: no API key may do it.",
        (_, Policies.Chat) => "This API key may not do this: it needs the scope \"chat\", and to belong to a user.",
        (_, Policies.AccountOrAdmin) => "This API key may not do this: it lacks the scope \"admin\". People who are signed in may do it with what is their own.",
        (_, Policies.GatewayOrAdmin) => "This API key may not do this: it lacks the scopes \"gateway\" and \"admin\", of which it needs one.",
        _ => $"This API key may not do this: it lacks the scope \"{scope}\".",
    });

    private static Verdict Refuse(string problem, bool isWorthALook = false) =>
        new(AuthenticateResult.Fail(problem), problem, new CallerCheck(null, new GatewayFault(FaultKind.Unauthenticated, problem)), isWorthALook);
}
