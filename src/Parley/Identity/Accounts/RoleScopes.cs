using System.Collections.Frozen;
using Parley.Shared;

namespace Parley.Identity.Accounts;

/// <summary>The scopes of a person who is signed in.</summary>
internal static class RoleScopes
{
    private static readonly FrozenSet<string> Members = FrozenSet.Create(Policies.Gateway, Policies.Chat, Policies.Account);
    private static readonly FrozenSet<string> Admins = FrozenSet.Create(Policies.Gateway, Policies.Chat, Policies.Account, Policies.Admin);

    public static FrozenSet<string> Of(AccountRole role) => role == AccountRole.Admin ? Admins : Members;
}
