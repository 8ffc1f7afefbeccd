using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Parley.Gateway.Telemetry;

namespace Parley.Gateway.Tests;

/// <summary>Instruments that nobody reads.</summary>
internal static class TestMetrics
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public static GatewayMetrics Create() => new(Services.GetRequiredService<IMeterFactory>(), TimeProvider.System);
}
