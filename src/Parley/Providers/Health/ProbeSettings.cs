using Parley.Providers.Registry;

namespace Parley.Providers.Health;

/// <summary>Whether and how often a provider is probed.</summary>
/// <param name="IsOn">Without probes only calls tell how it is.</param>
/// <param name="Interval">Between two probes, while it answers.</param>
/// <param name="Timeout">A probe that takes longer has failed.</param>
internal sealed record ProbeSettings(bool IsOn, TimeSpan Interval, TimeSpan Timeout)
{
    public static ProbeSettings Of(ProviderDefinition provider) => new(provider.Probe && provider.Enabled, provider.ProbeInterval, provider.ProbeTimeout);
}
