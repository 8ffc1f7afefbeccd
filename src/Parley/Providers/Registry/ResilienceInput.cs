using System.ComponentModel;

namespace Parley.Providers.Registry;

/// <summary>Retries, time-outs, breaker and probes of a <see cref="ProviderInput"/>.</summary>
internal sealed class ResilienceInput
{
    [Description("0 to 10, 2 by default.")]
    public int? MaxRetries { get; set; }

    [Description("50 to 60000, 5000 by default.")]
    public int? ConnectTimeoutMs { get; set; }

    [Description("100 to 3600000, 600000 by default.")]
    public int? FirstByteTimeoutMs { get; set; }

    [Description("Between two pieces of a stream; 100 to 3600000, 120000 by default.")]
    public int? IdleTimeoutMs { get; set; }

    [Description("Stops calling it while it keeps failing, but for one trial a second; true by default.")]
    public bool? Breaker { get; set; }

    [Description("Asks it now and then whether it answers; true by default.")]
    public bool? Probe { get; set; }

    [Description("Between two probes; 100 to 86400000, 30000 by default.")]
    public int? ProbeIntervalMs { get; set; }

    [Description("100 to 60000, 5000 by default.")]
    public int? ProbeTimeoutMs { get; set; }
}
