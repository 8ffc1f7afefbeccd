namespace Parley.Providers.Model;

/// <summary>The row of an upstream provider. Null figures mean the engine's defaults, so that those can improve.</summary>
internal sealed class Provider
{
    public required string Name { get; init; }

    public required string Kind { get; set; }

    public string? BaseUrl { get; set; }

    public ProviderOrigin Origin { get; set; }

    /// <summary>The models it was registered with, as JSON; an empty list leaves it to discovery.</summary>
    public required string Models { get; set; }

    /// <summary>What the upstream's own list said last, as a JSON list of names; null when it was never read.</summary>
    public string? DiscoveredModels { get; set; }

    public DateTimeOffset? DiscoveredAt { get; set; }

    public bool AllowPrivateNetwork { get; set; }

    public int? MaxRetries { get; set; }

    public int? ConnectTimeoutMs { get; set; }

    public int? FirstByteTimeoutMs { get; set; }

    public int? IdleTimeoutMs { get; set; }

    public required string CancelPolicy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public List<ProviderCredential> Credentials { get; } = [];
}
