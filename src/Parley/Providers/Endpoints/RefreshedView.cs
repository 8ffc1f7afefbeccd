using System.ComponentModel;

namespace Parley.Providers.Endpoints;

/// <summary>A provider's models after its own list was read, and what changed.</summary>
internal sealed record RefreshedView(
    IReadOnlyList<ProviderModelView> Items,
    [property: Description("The cursor for GET .../models to go on with; null when these are all.")] string? Next,
    DateTimeOffset? DiscoveredAt,
    [property: Description("Names that were not known before.")] IReadOnlyList<string> Added,
    [property: Description("Names that are not listed any more.")] IReadOnlyList<string> Removed);
