using System.Globalization;
using System.Security.Claims;
using Parley.Gateway.Ports;
using Parley.Identity.Callers;

namespace Parley.Identity;

/// <summary>An authenticated caller as the framework wants to see it; one object for all requests of a credential.</summary>
internal sealed class CallerIdentity : ClaimsIdentity
{
    public CallerIdentity(Caller caller, Credential credential)
        : base(ClaimsOf(caller, credential), CallerAuthentication.Scheme)
    {
        Life = new CallerLife(caller, credential);
        (Caller, Credential) = (caller with { Ended = Life.Token }, credential);
    }

    public Caller Caller { get; }

    public Credential Credential { get; }

    /// <summary>How long it is good; looked after by <see cref="CallerLifetime"/>.</summary>
    public CallerLife Life { get; }

    /// <summary>The caller of a request, or null.</summary>
    public static Caller? Find(ClaimsPrincipal user) => Of(user)?.Caller;

    /// <summary>The caller of a request and what it showed, or null.</summary>
    public static CallerIdentity? Of(ClaimsPrincipal user) => user.Identity as CallerIdentity;

    /// <summary>The person behind a request that passed <see cref="Parley.Shared.Policies.Chat"/> or <see cref="Parley.Shared.Policies.Account"/>.</summary>
    public static Guid UserId(ClaimsPrincipal user) => Guid.Parse(Find(user)!.UserId!, CultureInfo.InvariantCulture);

    /// <summary>Whether a request has a caller with this scope.</summary>
    public static bool May(ClaimsPrincipal user, string scope) => Find(user)?.Scopes.Contains(scope) == true;

    // The framework's antiforgery binds its tokens to "sub".
    private static IEnumerable<Claim> ClaimsOf(Caller caller, Credential credential)
    {
        yield return new Claim(ClaimTypes.Name, caller.Name);
        if ((credential.SessionId?.ToString() ?? caller.KeyId ?? caller.UserId) is { } subject) yield return new Claim("sub", subject);
    }
}
