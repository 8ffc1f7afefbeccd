using Parley.Gateway.Ports;

namespace Parley.Identity.Accounts;

/// <summary>A person who is signed in, as a caller.</summary>
internal static class PersonIdentity
{
    public static CallerIdentity Of(Guid id, string name, AccountRole role, Credential credential) =>
        new(new Caller(KeyId: null, id.ToString(), name, RoleScopes.Of(role)), credential);
}
