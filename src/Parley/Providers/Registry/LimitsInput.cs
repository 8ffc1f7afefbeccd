using System.ComponentModel;

namespace Parley.Providers.Registry;

/// <summary>What the provider of a <see cref="ProviderInput"/> can bear. 0 is no limit, as without the member.</summary>
internal sealed class LimitsInput
{
    [Description("Calls at the same time; further ones wait for their turn, fair to callers. Up to 1000000; 0 (default) for no limit.")]
    public int? Concurrency { get; set; }

    [Description("Requests a minute, up to 1000000000; 0 or null (default) for no limit.")]
    public long? RequestsPerMinute { get; set; }

    [Description("Tokens a minute, up to 1000000000; 0 or null (default) for no limit.")]
    public long? TokensPerMinute { get; set; }
}
