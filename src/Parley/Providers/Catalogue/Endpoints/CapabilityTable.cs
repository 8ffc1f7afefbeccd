using System.ComponentModel;

namespace Parley.Providers.Catalogue.Endpoints;

/// <summary>Which model can do what.</summary>
internal sealed record CapabilityTable(
    [property: Description("The columns: all that some model of the page is known to do.")] IReadOnlyList<string> Capabilities,
    IReadOnlyList<CapabilityRow> Items, string? Next);
