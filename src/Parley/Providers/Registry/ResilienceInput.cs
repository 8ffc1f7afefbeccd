namespace Parley.Providers.Registry;

/// <summary>Retries and time-outs of a <see cref="ProviderInput"/>.</summary>
internal sealed class ResilienceInput
{
    public int? MaxRetries { get; set; }

    public int? ConnectTimeoutMs { get; set; }

    public int? FirstByteTimeoutMs { get; set; }

    public int? IdleTimeoutMs { get; set; }
}
