using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Parley.Gateway.Telemetry;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Monitoring;

/// <summary>Metrics, traces and health.</summary>
internal static class MonitoringSetup
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddMonitoring(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<MonitoringOptions>(configuration, "Parley:Monitoring");
        services.AddSingleton<Readiness>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("parley"))
            .WithMetrics(metrics => metrics
                .AddMeter(GatewayMetrics.Name, "Parley", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
                // Room for a series is reserved ahead: 2,000 of them for each instrument, where only models and providers are many.
                .AddView(instrument => instrument.Meter.Name == GatewayMetrics.Name ? null : new MetricStreamConfiguration { CardinalityLimit = 100 })
                .AddPrometheusExporter());
        // Without a collector nobody listens, and spans cost nothing.
        if (string.IsNullOrEmpty(configuration[OtlpEndpoint])) return services;
        telemetry.WithMetrics(metrics => metrics.AddOtlpExporter());
        telemetry.WithTracing(traces => traces
            .AddSource(GatewayMetrics.Name)
            .AddAspNetCoreInstrumentation(options => options.Filter = context => !context.Request.Path.StartsWithSegments("/health"))
            .AddOtlpExporter());
        return services;
    }

    /// <summary>The metrics' own port, which a scraper reaches and no proxy guards, serves nothing else.</summary>
    public static void UseMetricsPort(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<MonitoringOptions>().MetricsPort;
        if (port <= 0) return;
        app.Use((context, next) =>
        {
            if (context.Connection.LocalPort != port || context.Request.Path == "/metrics" || context.Request.Path.StartsWithSegments("/health")) return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    public static void MapMonitoring(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<MonitoringOptions>();
        app.MapGet("/health/live", () => TypedResults.Text("live")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", async (Readiness readiness, CancellationToken cancellationToken) =>
            await readiness.FindProblemAsync(cancellationToken) is { } problem
                ? Results.Text(problem, statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready")).AllowAnonymous().ExcludeFromDescription();
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(policy => policy.RequireAssertion(context =>
            (options.MetricsPort > 0 && context.Resource is HttpContext http && http.Connection.LocalPort == options.MetricsPort)
            || CallerIdentity.May(context.User, Policies.Admin)));
    }
}
