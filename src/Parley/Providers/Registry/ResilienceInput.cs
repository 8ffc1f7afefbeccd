using System.ComponentModel;

namespace Parley.Providers.Registry;

/// <summary>Retries and time-outs of a <see cref="ProviderInput"/>.</summary>
internal sealed class ResilienceInput
{
    [Description("0 to 10, 2 by default.")]
    public int? MaxRetries { get; set; }

    [Description("5000 by default.")]
    public int? ConnectTimeoutMs { get; set; }

    [Description("600000 by default.")]
    public int? FirstByteTimeoutMs { get; set; }

    [Description("Between two pieces of a stream; 120000 by default.")]
    public int? IdleTimeoutMs { get; set; }
}
