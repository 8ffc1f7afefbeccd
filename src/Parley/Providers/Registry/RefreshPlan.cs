using Parley.Providers.Model;

namespace Parley.Providers.Registry;

/// <summary>What a source's refresh does to the rows. Pure: it decides, the store does.</summary>
/// <param name="Add">New ones.</param>
/// <param name="Replace">Changed ones, with what may be kept of the old row.</param>
/// <param name="Remove">Names whose source is gone.</param>
/// <param name="GaveWay">Names that were found but belong to an operator's row or an earlier source.</param>
internal sealed record RefreshPlan(
    IReadOnlyList<ProviderDefinition> Add, IReadOnlyList<ProviderDefinition> Replace, IReadOnlyList<string> Remove, IReadOnlyList<string> GaveWay)
{
    public bool ChangesAnything => Add.Count + Replace.Count + Remove.Count > 0;

    /// <param name="existing">All rows.</param>
    /// <param name="found">What the source found; an earlier one wins over a later one of the same name.</param>
    /// <param name="owns">Which names the source answers for: such a row disappears when it was not found.</param>
    public static RefreshPlan Make(IReadOnlyCollection<KnownProvider> existing, IReadOnlyCollection<ProviderDefinition> found, Func<string, bool> owns)
    {
        List<ProviderDefinition> add = [], replace = [];
        List<string> gaveWay = [];
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in found)
        {
            var row = existing.FirstOrDefault(e => e.Name == definition.Name);
            if (!wanted.Add(definition.Name) || row?.Origin == ProviderOrigin.Operator) gaveWay.Add(definition.Name);
            else if (row is null) add.Add(definition);
            else if (row.Definition is not { } old) replace.Add(definition);
            else if (!old.Asks(definition)) replace.Add(Keep(old, definition));
        }

        var remove = existing.Where(e => e.Origin != ProviderOrigin.Operator && owns(e.Name) && !wanted.Contains(e.Name)).Select(e => e.Name);
        return new RefreshPlan(add, replace, [.. remove], gaveWay);
    }

    /// <summary>A new credential or time-out does not make the known models of an address unknown.</summary>
    private static ProviderDefinition Keep(ProviderDefinition old, ProviderDefinition definition) =>
        old.Kind == definition.Kind && old.BaseUrl == definition.BaseUrl
            ? definition with { CreatedAt = old.CreatedAt, Discovered = old.Discovered, DiscoveredAt = old.DiscoveredAt }
            : definition with { CreatedAt = old.CreatedAt };
}
