using Parley.Providers.Registry;

namespace Parley.Providers.Health;

/// <summary>Whether and how often a provider is probed.</summary>
/// <param name="IsOn">Without probes only calls tell how it is.</param>
/// <param name="Interval">Between two probes, while it answers.</param>
/// <param name="Timeout">A probe that takes longer has failed.</param>
internal sealed record ProbeSettings(bool IsOn, TimeSpan Interval, TimeSpan Timeout)
{
    public static ProbeSettings Usual { get; } = new(true, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5));

    /// <summary>The one place that reads them of a provider.</summary>
    public static ProbeSettings Of(ProviderDefinition provider) => Usual;
}
