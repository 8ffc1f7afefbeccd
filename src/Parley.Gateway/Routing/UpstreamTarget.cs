namespace Parley.Gateway.Routing;

/// <summary>A model on an upstream.</summary>
/// <param name="Upstream">Where.</param>
/// <param name="UpstreamModel">The upstream's own name of the model.</param>
public sealed record UpstreamTarget(UpstreamConfig Upstream, string UpstreamModel)
{
    /// <summary>The model goes on where an assistant's turn ends, so that it can finish what another upstream broke off.</summary>
    public bool ContinuesTurns { get; init; }

    /// <summary>Most tokens that the model can generate, or null when unknown.</summary>
    public long? MaxOutputTokens { get; init; }
}
