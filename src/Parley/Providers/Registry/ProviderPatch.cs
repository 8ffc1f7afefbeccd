using System.Text.Json.Nodes;
using Parley.Providers.Model;
using Parley.Shared;

namespace Parley.Providers.Registry;

/// <summary>A change of a provider, checked as a registration is. Pure; all problems are told at once.</summary>
internal static class ProviderPatch
{
    /// <summary>What the provider becomes; null when <paramref name="errors"/> got something. Without credentials, unless the patch gives them.</summary>
    /// <param name="row">The provider as it is.</param>
    /// <param name="patch">A merge patch of a <see cref="ProviderInput"/>.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public static ProviderDefinition? Check(Provider row, JsonObject patch, FieldErrors errors)
    {
        var merged = MergePatch.Apply(row.ToInput(), patch);
        if (merged.Name != row.Name) errors.Add("name", "cannot be changed; register the provider under the other name and remove this one");
        if (merged.Kind != row.Kind) errors.Add("kind", "cannot be changed; register another provider and remove this one");
        (merged.Name, merged.Kind) = (row.Name, row.Kind);
        if (ProviderRules.Check(merged, row.Origin, errors) is not { } changed) return null;
        var isSameList = changed.BaseUrlText == row.BaseUrl;
        return changed with { Discovered = isSameList ? row.ReadDiscovered() : [], DiscoveredAt = isSameList ? row.DiscoveredAt : null };
    }
}
