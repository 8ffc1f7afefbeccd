using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Shared;

namespace Parley.Identity.Keys;

/// <summary>What came of checking a credential. There is one of each refusal, and one acceptance a key: a request
/// allocates nothing for it.</summary>
internal sealed class KeyCheck
{
    public static readonly KeyCheck Missing = Refuse(
        "An API key is needed: send it as \"Authorization: Bearer ply_...\" or \"x-api-key: ply_...\".");

    public static readonly KeyCheck Malformed = Refuse(
        "This is not a whole Parley API key: it must begin with \"ply_\" and have 62 characters, and its checksum must fit. Copy it again.");

    // Whether such an id exists, its secret was wrong or it was revoked is nobody's business.
    public static readonly KeyCheck Unknown = Refuse("This API key is unknown or was revoked.");

    public static readonly KeyCheck Expired = Refuse("This API key has expired. Ask for a new one.");

    public static readonly KeyCheck NotReady = Refuse("API keys are still being loaded. Try again in a moment.");

    private KeyCheck(AuthenticateResult result, string problem, CallerCheck forGateway) =>
        (Result, Problem, ForGateway) = (result, problem, forGateway);

    /// <summary>For the framework, which guards the administration.</summary>
    public AuthenticateResult Result { get; }

    /// <summary>For the engine, which guards model calls by itself.</summary>
    public CallerCheck ForGateway { get; }

    /// <summary>For the caller; empty when accepted.</summary>
    public string Problem { get; }

    public static KeyCheck Accept(CallerIdentity identity) => new(
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), KeyAuthentication.Scheme)), "",
        identity.Caller.Scopes.Contains(Policies.Gateway) ? new CallerCheck(identity.Caller, null) : new CallerCheck(null, Lacks(Policies.Gateway)));

    /// <summary>403: the key is good, but not for this.</summary>
    public static GatewayFault Lacks(string scope) => new(FaultKind.Forbidden, $"This API key may not do this: it lacks the scope \"{scope}\".");

    private static KeyCheck Refuse(string problem) =>
        new(AuthenticateResult.Fail(problem), problem, new CallerCheck(null, new GatewayFault(FaultKind.Unauthenticated, problem)));
}
