using Parley.Gateway.Routing;
using Parley.Providers.Model;
using Parley.Providers.Registry;

namespace Parley.Providers.Endpoints;

/// <summary>The figures in force, defaults included.</summary>
internal sealed record ResilienceView(
    int MaxRetries, long ConnectTimeoutMs, long FirstByteTimeoutMs, long IdleTimeoutMs, bool Breaker, bool Probe, long ProbeIntervalMs, long ProbeTimeoutMs)
{
    private static readonly UpstreamConfig Defaults = new() { Name = "defaults", Kind = "chat" };

    public static ResilienceView Of(Provider row) => new(
        row.MaxRetries ?? Defaults.MaxRetries,
        row.ConnectTimeoutMs ?? (long)Defaults.ConnectTimeout.TotalMilliseconds,
        row.FirstByteTimeoutMs ?? (long)Defaults.FirstByteTimeout.TotalMilliseconds,
        row.IdleTimeoutMs ?? (long)Defaults.IdleTimeout.TotalMilliseconds,
        row.Breaker ?? Defaults.Breaker,
        row.Probe ?? true,
        row.ProbeIntervalMs ?? (long)ProviderDefinition.DefaultProbeInterval.TotalMilliseconds,
        row.ProbeTimeoutMs ?? (long)ProviderDefinition.DefaultProbeTimeout.TotalMilliseconds);
}
