using Parley.Gateway.Routing;

namespace Parley.Providers.Registry;

/// <summary>What is known of a model; null members are unknown. Prices are US dollars for a million tokens.</summary>
internal sealed record ModelKnowledge
{
    public long? ContextWindow { get; init; }

    public long? MaxOutputTokens { get; init; }

    public decimal? InputPrice { get; init; }

    public decimal? OutputPrice { get; init; }

    public ModelCapabilities? Capabilities { get; init; }
}
