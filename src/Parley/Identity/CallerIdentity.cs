using System.Collections.Frozen;
using System.Security.Claims;
using Parley.Gateway.Ports;
using Parley.Identity.Keys;
using Parley.Identity.Model;

namespace Parley.Identity;

/// <summary>An authenticated caller as the framework wants to see it; one object for all requests of a key.</summary>
internal sealed class CallerIdentity(Caller caller) : ClaimsIdentity(Describe(caller), KeyAuthentication.Scheme)
{
    public Caller Caller { get; } = caller;

    public static CallerIdentity Of(ApiKey key) => new(new Caller(key.Id, UserId: null, key.Name, key.ScopeList.ToFrozenSet()));

    /// <summary>The caller of a request, or null.</summary>
    public static Caller? Find(ClaimsPrincipal user) => (user.Identity as CallerIdentity)?.Caller;

    private static IEnumerable<Claim> Describe(Caller caller) =>
    [
        new(ClaimTypes.Name, caller.Name),
        .. caller.Scopes.Select(scope => new Claim("scope", scope)),
    ];
}
