namespace Parley.Providers.Model;

/// <summary>The row of an upstream provider. Null figures mean the engine's defaults, so that those can improve.</summary>
internal sealed class Provider
{
    public required string Name { get; init; }

    public required string Kind { get; set; }

    public string? BaseUrl { get; set; }

    public ProviderOrigin Origin { get; set; }

    /// <summary>Whether it serves; a disabled one stays listed and is asked nothing. Holds over starts, whatever the origin.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The models it was registered with, as JSON; an empty list leaves it to discovery.</summary>
    public required string Models { get; set; }

    /// <summary>What the upstream's own list said last, as a JSON list of names; null when it was never read.</summary>
    public string? DiscoveredModels { get; set; }

    public DateTimeOffset? DiscoveredAt { get; set; }

    /// <summary>When the upstream's own list was asked for last, by any process; null for never.</summary>
    public DateTimeOffset? DiscoveryTriedAt { get; set; }

    /// <summary>Why it could not be read then, without secrets; null when it was.</summary>
    public string? DiscoveryError { get; set; }

    public bool AllowPrivateNetwork { get; set; }

    public int? MaxRetries { get; set; }

    public int? ConnectTimeoutMs { get; set; }

    public int? FirstByteTimeoutMs { get; set; }

    public int? IdleTimeoutMs { get; set; }

    public bool? Breaker { get; set; }

    public bool? Probe { get; set; }

    public int? ProbeIntervalMs { get; set; }

    public int? ProbeTimeoutMs { get; set; }

    public int? Concurrency { get; set; }

    public long? RequestsPerMinute { get; set; }

    public long? TokensPerMinute { get; set; }

    public required string CancelPolicy { get; set; }

    /// <summary>Raised by every change that somebody asks for. Begins with the time of the registration in milliseconds, so
    /// that a name which is removed and added again never sees a version twice.</summary>
    public long Version { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public List<ProviderCredential> Credentials { get; } = [];
}
