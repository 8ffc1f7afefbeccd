using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Routing.Learning;

namespace Parley.Providers.Health;

/// <summary>The part of the module that knows how providers are.</summary>
internal static class HealthSetup
{
    public static IServiceCollection AddProviderHealth(this IServiceCollection services)
    {
        services.TryAddSingleton<UpstreamHealthBook>();
        services.TryAddSingleton<LearnedLatencies>();
        services.AddSingleton<Prober>();
        services.AddSingleton<HealthMinutes>();
        services.AddSingleton<HealthHistory>();
        services.AddSingleton<ProviderChecks>();
        services.AddSingleton<ProviderNames>();
        services.AddHostedService<ProbeJob>();
        services.AddHostedService<HealthRecorder>();
        return services;
    }
}
