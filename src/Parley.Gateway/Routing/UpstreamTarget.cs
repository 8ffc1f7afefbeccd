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

    /// <summary>A wish for so many tokens as the model can fulfil it: vendors refuse a larger one, and coding agents ask every model for as much as
    /// their own vendor's can.</summary>
    internal static long? FitOutput(long? asked, long? most) => asked > most ? most : asked;

    /// <summary>Most tokens of prompt and answer together, or null when unknown.</summary>
    public long? ContextWindow { get; init; }

    /// <summary>Price of a million tokens of the prompt in US dollars, by the catalogue; null when unknown.</summary>
    public decimal? InputPrice { get; init; }

    /// <summary>Price of a million tokens of the answer in US dollars, by the catalogue; null when unknown.</summary>
    public decimal? OutputPrice { get; init; }

    /// <summary>Price of a million tokens of the prompt that the vendor's cache knew, in US dollars; null when unknown.</summary>
    public decimal? CacheReadPrice { get; init; }

    /// <summary>Price of a million tokens of the prompt that were put into the vendor's cache for its usual time, in US dollars; null when unknown.</summary>
    public decimal? CacheWritePrice { get; init; }

    /// <summary>What the model can do, by the catalogue; null when unknown.</summary>
    public ModelCapabilities? Capabilities { get; init; }

    /// <summary>What the model is for, by the catalogue; null when unknown.</summary>
    public ModelKind? Kind { get; init; }

    /// <summary>What the model may be asked for beside what the route of its own name says: at this provider, and where a named route chose it, for which a
    /// snapshot fills it in. Null for no limits.</summary>
    public ModelLimits? ModelLimits { get; init; }

    /// <summary>The credential for one call; null for upstreams that need none, and before one is chosen.</summary>
    public UpstreamCredential? Credential { get; init; }
}
