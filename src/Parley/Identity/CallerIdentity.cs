using System.Collections.Frozen;
using System.Security.Claims;
using Parley.Gateway.Ports;
using Parley.Identity.Keys;
using Parley.Identity.Model;

namespace Parley.Identity;

/// <summary>An authenticated caller as the framework wants to see it; one object for all requests of a key.</summary>
internal sealed class CallerIdentity(Caller caller) : ClaimsIdentity([new(ClaimTypes.Name, caller.Name)], KeyAuthentication.Scheme)
{
    public Caller Caller { get; } = caller;

    public static CallerIdentity Of(ApiKey key) => new(new Caller(key.Id, UserId: null, key.Name, key.ScopeList.ToFrozenSet()) 
    {
        KeepsStreams = key.KeepsStreams, Limits = key.Limits == CallerLimits.None ? null : key.Limits, CacheFor = key.CacheSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    });

    /// <summary>The caller of a request, or null.</summary>
    public static Caller? Find(ClaimsPrincipal user) => (user.Identity as CallerIdentity)?.Caller;

    /// <summary>The person behind a request that passed <see cref="Parley.Shared.Policies.Chat"/> or <see cref="Parley.Shared.Policies.Account"/>.</summary>
    public static Guid UserId(ClaimsPrincipal user) => Guid.Parse(Find(user)!.UserId!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether a request has a caller with this scope.</summary>
    public static bool May(ClaimsPrincipal user, string scope) => Find(user)?.Scopes.Contains(scope) == true;
}
