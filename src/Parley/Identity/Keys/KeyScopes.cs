using Parley.Shared;

namespace Parley.Identity.Keys;

/// <summary>What a key may do. A scope is no more than it says: <c>admin</c> does not call models.</summary>
internal static class KeyScopes
{
    public static readonly string[] All = [Policies.Admin, Policies.Chat, Policies.Gateway];

    /// <summary>The first of these that is no scope (an empty text for a null from outside); null when all are known.</summary>
    public static string? FindUnknown(IEnumerable<string?> scopes) =>
        scopes.Where(scope => !All.Contains(scope)).Select(scope => scope ?? "").FirstOrDefault();

    /// <summary>What a holder of these scopes may hand out: an administrator gives out access to the gateway as well,
    /// everybody else only what they have (decision 0003).</summary>
    public static bool MayGrant(IReadOnlySet<string> holder, IEnumerable<string> wanted) =>
        holder.Contains(Policies.Admin) || wanted.All(holder.Contains);
}
