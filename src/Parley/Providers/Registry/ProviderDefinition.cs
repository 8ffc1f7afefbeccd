using System.Collections.Immutable;
using System.Globalization;
using Parley.Gateway.Routing;
using Parley.Providers.Model;

namespace Parley.Providers.Registry;

/// <summary>A provider with its credentials open: what all four ways in produce, and what routes are built from.</summary>
internal sealed record ProviderDefinition
{
    public static readonly TimeSpan DefaultProbeInterval = TimeSpan.FromSeconds(30), DefaultProbeTimeout = TimeSpan.FromSeconds(5);

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required ProviderOrigin Origin { get; init; }

    public Uri? BaseUrl { get; init; }

    /// <summary>The base address as it is stored and shown: without a slash at its end.</summary>
    public string? BaseUrlText => BaseUrl?.AbsoluteUri.TrimEnd('/');

    /// <summary>The credentials as they were given.</summary>
    public ImmutableArray<Secret> ApiKeys { get; init; } = [];

    /// <summary>The same once they are stored, with what names them and ends them; empty before.</summary>
    public ImmutableArray<UpstreamCredential> Credentials { get; init; } = [];

    /// <summary>Whether it serves.</summary>
    public bool Enabled { get; init; } = true;

    public ImmutableArray<ProviderModel> Models { get; init; } = [];

    public bool AllowPrivateNetwork { get; init; }

    public int? MaxRetries { get; init; }

    public int? ConnectTimeoutMs { get; init; }

    public int? FirstByteTimeoutMs { get; init; }

    public int? IdleTimeoutMs { get; init; }

    public bool Breaker { get; init; } = true;

    /// <summary>Whether it is probed.</summary>
    public bool Probe { get; init; } = true;

    public int? ProbeIntervalMs { get; init; }

    public int? ProbeTimeoutMs { get; init; }

    /// <summary>From one probe to the next.</summary>
    public TimeSpan ProbeInterval => Time(ProbeIntervalMs) ?? DefaultProbeInterval;

    /// <summary>A probe that takes longer has failed.</summary>
    public TimeSpan ProbeTimeout => Time(ProbeTimeoutMs) ?? DefaultProbeTimeout;

    public UpstreamLimits Limits { get; init; } = new();

    public string CancelPolicy { get; init; } = "estimate";

    /// <summary>The upstream's own list, when it was read.</summary>
    public ImmutableArray<string> Discovered { get; init; } = [];

    public DateTimeOffset? DiscoveredAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether the upstream's own list says which models there are.</summary>
    public bool AsksForModels => Kind != "demo" && Models.IsEmpty;

    /// <summary>Whether another definition asks for the very same provider; what was discovered does not count.</summary>
    public bool Asks(ProviderDefinition other) =>
        Kind == other.Kind && BaseUrl == other.BaseUrl && Origin == other.Origin && AllowPrivateNetwork == other.AllowPrivateNetwork
        && MaxRetries == other.MaxRetries && ConnectTimeoutMs == other.ConnectTimeoutMs && FirstByteTimeoutMs == other.FirstByteTimeoutMs
        && IdleTimeoutMs == other.IdleTimeoutMs && Breaker == other.Breaker && Probe == other.Probe && ProbeIntervalMs == other.ProbeIntervalMs
        && ProbeTimeoutMs == other.ProbeTimeoutMs && Limits == other.Limits && CancelPolicy == other.CancelPolicy && Models.SequenceEqual(other.Models)
        && ApiKeys.Select(k => k.Reveal()).SequenceEqual(other.ApiKeys.Select(k => k.Reveal()));

    /// <summary>The same provider as the engine needs it.</summary>
    public UpstreamConfig ToUpstream()
    {
        var config = new UpstreamConfig
        {
            Name = Name,
            Kind = Kind,
            Since = CreatedAt,
            AlsoSpeaks = Sources.Vendor.OtherKindsAt(BaseUrl, Kind),
            BaseUrl = BaseUrl,
            Credentials = !Credentials.IsEmpty ? Credentials : [.. ApiKeys.Select((key, i) => new UpstreamCredential((i + 1).ToString(CultureInfo.InvariantCulture), key))],
            Breaker = Breaker,
            Limits = Limits,
            AllowPrivateNetwork = AllowPrivateNetwork,
            TakesAnyModel = AsksForModels,
            ModelPrefixes = Origin == ProviderOrigin.Environment ? Sources.Vendor.PrefixesOf(Name) : [],
            CancelPolicy = CancelPolicy,
        };
        return config with
        {
            MaxRetries = MaxRetries ?? config.MaxRetries,
            ConnectTimeout = Time(ConnectTimeoutMs) ?? config.ConnectTimeout,
            FirstByteTimeout = Time(FirstByteTimeoutMs) ?? config.FirstByteTimeout,
            IdleTimeout = Time(IdleTimeoutMs) ?? config.IdleTimeout,
        };
    }

    private static TimeSpan? Time(int? milliseconds) => milliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}
