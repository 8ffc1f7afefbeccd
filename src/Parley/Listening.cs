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
        var metrics = MetricsUrl(configuration);
        if (configuration.GetSection(Endpoints).GetChildren().Any())
        {
            // The web server takes either addresses or endpoints: told of both, it would leave the addresses out.
            if (metrics is not null) configuration[$"{Endpoints}:Metrics:Url"] = metrics;
            return;
        }

        var urls = configuration["urls"] is { Length: > 0 } asked ? asked : DefaultUrl;
        builder.WebHost.UseUrls(metrics is null ? urls : $"{urls};{metrics}");
    }

    /// <summary>What <see cref="Apply"/> decided. Throws a <see cref="UserError"/> for an endpoint without an address.</summary>
    public static IReadOnlyList<ListenAddress> Addresses(IConfiguration configuration)
    {
        var metrics = MetricsUrl(configuration);
        List<ListenAddress> addresses = [.. configuration.GetSection(Endpoints).GetChildren().Select(Endpoint)];
        if (addresses.Count == 0) addresses.AddRange(Urls(configuration));
        // Added last; people may have given the same address themselves.
        if (metrics is not null && addresses.FindLastIndex(address => address.Url == metrics) is >= 0 and var added) addresses[added] = ListenAddress.OfMetrics(metrics);
        return addresses;
    }

    private static IEnumerable<ListenAddress> Urls(IConfiguration configuration) =>
        (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ListenAddress.OfUrls);

    private static ListenAddress Endpoint(IConfigurationSection endpoint) => endpoint["Url"] is { Length: > 0 } url
        ? ListenAddress.OfEndpoint(url, $"{endpoint.Path}:Url")
        : throw new UserError($"{endpoint.Path}:Url is missing: an endpoint needs an address. Nothing was started; write it like http://localhost:5080.");

    private static string? MetricsUrl(IConfiguration configuration) =>
        configuration.GetSection("Parley:Monitoring").Get<MonitoringOptions>() is { MetricsPort: > 0 } monitoring ? $"http://{monitoring.MetricsHost}:{monitoring.MetricsPort}" : null;
}
