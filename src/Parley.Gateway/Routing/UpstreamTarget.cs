namespace Parley.Gateway.Routing;

/// <summary>A model on an upstream.</summary>
/// <param name="Upstream">Where.</param>
/// <param name="UpstreamModel">The upstream's own name of the model.</param>
public sealed record UpstreamTarget(UpstreamConfig Upstream, string UpstreamModel)
{
    /// <summary>Most tokens that the model can generate, or null when unknown.</summary>
    public long? MaxOutputTokens { get; init; }
}
