using System.Collections.Immutable;

namespace Parley.Providers.Catalogue;

/// <summary>Which models are asked for. Null or empty: all. What is not known of a model does not pass. Pure.</summary>
internal sealed record ModelFilter
{
    public static readonly ImmutableArray<string> States = ["enabled", "disabled", "deprecated", "available"];

    public string? Provider { get; init; }

    /// <summary>All of them.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    public long? MinContext { get; init; }

    /// <summary>Of a million tokens in US dollars.</summary>
    public decimal? MaxInputPrice { get; init; }

    public decimal? MaxOutputPrice { get; init; }

    /// <summary>One of <see cref="States"/>: enabled and disabled are the operator's word, deprecated and available the rest of it.</summary>
    public string? State { get; init; }

    public bool Lets(ListedModel model) =>
        (Provider is null || model.Providers.Any(p => p.Name.Equals(Provider, StringComparison.OrdinalIgnoreCase)))
        && Capabilities.All(wanted => model.Capabilities.Contains(wanted))
        && (MinContext is null || model.ContextWindow >= MinContext)
        && (MaxInputPrice is null || (model.Price is { Currency: "USD" } price && price.Input <= MaxInputPrice))
        && (MaxOutputPrice is null || (model.Price is { Currency: "USD" } other && other.Output <= MaxOutputPrice))
        && State switch
        {
            "enabled" => model.Settings.Enabled,
            "disabled" => !model.Settings.Enabled,
            "deprecated" => model.IsDeprecated,
            "available" => model.Settings.Enabled && !model.IsDeprecated && !model.Providers.IsEmpty,
            _ => true,
        };
}
