using System.ComponentModel;
using Parley.Providers.Model;
using Parley.Providers.Registry;

namespace Parley.Providers.Endpoints;

/// <summary>A model of one provider.</summary>
internal sealed record ProviderModelView(
    [property: Description("The name that callers use.")] string Id,
    [property: Description("What it is called upstream.")] string UpstreamName,
    [property: Description("The provider was registered with it.")] bool Registered,
    [property: Description("The provider's own list has it; null when that was never read.")] bool? Discovered,
    [property: Description("The provider serves it under this name: it is enabled, and registered with this model or with none.")] bool Served,
    [property: Description("It goes on where an assistant's turn ends.")] bool ContinuesTurns)
{
    /// <summary>The models that it was registered with and those that its own list has, by name.</summary>
    public static IReadOnlyList<ProviderModelView> Of(Provider row)
    {
        // A name that callers use for one model and the provider for another stands once: as callers mean it.
        var (registered, discovered) = (row.ReadModels(), row.DiscoveredAt is null ? null : row.ReadDiscovered().ToHashSet(StringComparer.Ordinal));
        var upstream = registered.Select(m => m.UpstreamName).ToHashSet(StringComparer.Ordinal);
        var own = registered.Select(m => new ProviderModelView(m.Id, m.UpstreamName, true, discovered?.Contains(m.UpstreamName), row.Enabled, m.ContinuesTurns));
        var listed = (discovered ?? []).Where(m => !upstream.Contains(m))
            .Select(m => new ProviderModelView(m, m, false, true, row.Enabled && registered.IsEmpty, false));
        return [.. own.Concat(listed).DistinctBy(m => m.Id).OrderBy(m => m.Id, StringComparer.Ordinal)];
    }
}
