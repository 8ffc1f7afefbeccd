using System.CommandLine;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Gateway.Upstreams.Guard;
using Parley.Providers.Discovery;
using Parley.Providers.Endpoints;
using Parley.Providers.Estimation;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Providers.Routes;
using Parley.Providers.Sources;
using Parley.Providers.Verbs;
using Parley.Shared;

namespace Parley.Providers;

/// <summary>Front door: the registry of upstream providers, which is the engine's <see cref="IRouteSource"/>.</summary>
internal static class ProvidersSetup
{
    /// <summary>Adds the registry and its jobs. Needs <c>AddData</c>; the database
    /// must be migrated before hosted services start.</summary>
    public static IServiceCollection AddProviders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<ProvidersOptions>(configuration, ConfigurationCheck.Root);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<UpstreamConnections>();
        services.TryAddSingleton<ResolveAddresses>(SystemResolver.ResolveAsync);
        services.AddSingleton<IModelPart, ProvidersModelPart>();
        services.AddSingleton<CredentialSealer>();
        services.AddSingleton<ProviderStore>();
        services.AddSingleton<ProviderRegistry>();
        services.AddSingleton<IChangeListener>(s => s.GetRequiredService<ProviderRegistry>());
        services.TryAddSingleton<IRouteSource, LiveRoutes>();
        services.TryAddSingleton<ITokenEstimator, TokenEstimator>();
        services.AddSingleton<ProviderAdmission>();
        services.AddSingleton<RouteStore>();
        services.AddSingleton<RouteAdmission>();
        services.AddSingleton<IChangeListener, RouteChangeListener>();
        services.AddSingleton<ModelListClient>();
        services.AddSingleton<DiscoveryLog>();
        services.AddSingleton<ModelRefresh>();
        services.TryAddSingleton(s => new LocalServerProbe(s.GetRequiredService<ModelListClient>(), LocalServer.Usual));
        services.AddHostedService<ProviderStartup>();
        services.AddHostedService<ModelDiscovery>();
        services.AddHostedService<CredentialSweep>();
        return services;
    }

    /// <summary>Maps <c>/api/v1/providers</c> and <c>/api/v1/models/routes</c>.</summary>
    public static void MapProviders(this IEndpointRouteBuilder routes)
    {
        routes.MapProviderEndpoints();
        routes.MapProviderModelEndpoints();
        routes.MapRouteEndpoints();
    }

    /// <summary>The verb <c>providers</c>.</summary>
    public static Command ProvidersVerb(VerbHost host) => ProviderVerbs.Create(host);

    /// <summary>The verb <c>routes</c>.</summary>
    public static Command RoutesVerb(VerbHost host) => RouteVerbs.Create(host);
}
