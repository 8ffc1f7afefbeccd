namespace Parley;

/// <summary>An address to listen on.</summary>
/// <param name="Url">As it was written.</param>
/// <param name="Setting">Where it stands in the configuration.</param>
/// <param name="Port">What to write for another port.</param>
/// <param name="Host">What to write for another host.</param>
internal sealed record ListenAddress(string Url, string Setting, string Port, string Host)
{
    /// <summary>Everything on its port is the metrics', on whatever address.</summary>
    public bool IsMetrics { get; private init; }

    public static ListenAddress OfUrls(string url) => new(url, "--urls", "--urls http://localhost:PORT", "--urls http://ADDRESS:PORT");

    public static ListenAddress OfMetrics(string url) => new(url, "Parley:Monitoring", "Parley:Monitoring:MetricsPort", "Parley:Monitoring:MetricsHost") { IsMetrics = true };

    public static ListenAddress OfEndpoint(string url, string key) => new(url, key, key, key);
}
