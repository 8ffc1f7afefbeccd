using System.Collections.Frozen;
using Parley.Gateway.Ports;
using Parley.Identity.Accounts;
using Parley.Identity.Model;

namespace Parley.Identity.Keys;

/// <summary>A key as a caller. A person's key does what it says and they may themselves, at this moment.</summary>
internal static class KeyIdentity
{
    public static CallerIdentity Of(ApiKey key, AccountRole? owner)
    {
        var scopes = owner is { } role ? key.ScopeList.Where(RoleScopes.Of(role).Contains) : key.ScopeList;
        return new CallerIdentity(new Caller(key.Id, key.UserId?.ToString(), key.Name, scopes.ToFrozenSet())
        {
            KeepsStreams = key.KeepsStreams, Limits = key.Limits == CallerLimits.None ? null : key.Limits, CacheFor = key.CacheSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        }, Credential.Key);
    }
}
