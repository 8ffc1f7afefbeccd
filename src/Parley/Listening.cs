using Parley.Monitoring;
using Parley.Shared;

namespace Parley;

/// <summary>Where the server listens: at <c>urls</c>, or at the endpoints of <c>Kestrel:Endpoints</c> when there are any,
/// and at the metrics' own port in both cases.</summary>
internal static class Listening
{
    private const string DefaultUrl = "http://localhost:5080";
    private const string Endpoints = "Kestrel:Endpoints";

    public static void Apply(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var monitoring = configuration.GetSection("Parley:Monitoring").Get<MonitoringOptions>();
        var metrics = monitoring is { MetricsPort: > 0 } ? $"http://{monitoring.MetricsHost}:{monitoring.MetricsPort}" : null;
        if (configuration.GetSection(Endpoints).GetChildren().Any())
        {
            // The web server takes either addresses or endpoints: told of both, it would leave the addresses out.
            if (metrics is not null) configuration[$"{Endpoints}:Metrics:Url"] = metrics;
            return;
        }

        var urls = configuration["urls"] is { Length: > 0 } asked ? asked : DefaultUrl;
        builder.WebHost.UseUrls(metrics is null ? urls : $"{urls};{metrics}");
    }

    /// <summary>What <see cref="Apply"/> decided.</summary>
    public static IReadOnlyList<string> Addresses(IConfiguration configuration)
    {
        List<string> endpoints = [.. configuration.GetSection(Endpoints).GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()];
        return endpoints.Count > 0 ? endpoints
            : (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
