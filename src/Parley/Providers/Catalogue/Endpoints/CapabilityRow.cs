using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Parley.Providers.Catalogue.Endpoints;

/// <summary>What one model can do.</summary>
internal sealed class CapabilityRow
{
    public required string Id { get; init; }

    [Description("available, deprecated, disabled or unserved.")]
    public required string State { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ContextWindow { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MaxOutputTokens { get; init; }

    [Description("Yes or no for each of the columns; absent where nothing is known of the model."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, bool>? Can { get; init; }

    public static CapabilityRow Of(ListedModel model, IReadOnlyList<string> columns) => new()
    {
        Id = model.Id,
        State = model.State,
        ContextWindow = model.ContextWindow,
        MaxOutputTokens = model.MaxOutputTokens,
        Can = model.Capabilities.IsEmpty ? null : columns.ToDictionary(c => c, c => model.Capabilities.Contains(c)),
    };
}
