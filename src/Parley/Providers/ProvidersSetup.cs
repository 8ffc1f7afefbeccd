using System.CommandLine;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Gateway.Upstreams.Guard;
using Parley.Providers.Catalogue;
using Parley.Providers.Catalogue.Endpoints;
using Parley.Providers.Catalogue.Import;
using Parley.Providers.Catalogue.Settings;
using Parley.Providers.Catalogue.Verbs;
using Parley.Providers.Discovery;
using Parley.Providers.Endpoints;
using Parley.Providers.Estimation;
using Parley.Providers.Health;
using Parley.Providers.Model;
using Parley.Providers.Pages;
using Parley.Providers.Registry;
using Parley.Providers.ResponseCache;
using Parley.Providers.Routes;
using Parley.Providers.Sources;
using Parley.Providers.Verbs;
using Parley.Shared;
using Parley.Ui;

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
        services.AddCatalogue();
        services.AddResponseCache(configuration);
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
        services.AddProviderHealth();
        services.AddNavigation(new(NavigationPlace.Administration, "Providers", "/admin/providers", "server", 20));
        services.AddNavigation(new(NavigationPlace.Administration, "Models", "/admin/models", "cube", 30));
        services.AddNavigation(new(NavigationPlace.Administration, "Health", "/admin/health", "pulse", 40));
        return services;
    }

    /// <summary>Maps <c>/api/v1/providers</c>, <c>/api/v1/models</c>, <c>/api/v1/chat/models</c> and <c>/api/v1/chat/cache</c>.</summary>
    public static void MapProviders(this IEndpointRouteBuilder routes)
    {
        routes.MapProviderEndpoints();
        routes.MapProviderModelEndpoints();
        routes.MapRouteEndpoints();
        routes.MapModelEndpoints();
        routes.MapCacheEndpoints();
        routes.MapHealthEndpoints();
        routes.MapChatModels();
        var pages = routes.MapPages();
        pages.MapProviderPages();
        pages.MapProviderDetailPages();
        pages.MapModelPages();
        pages.MapHealthPages();
    }

    /// <summary>The verb <c>providers</c>.</summary>
    public static Command ProvidersVerb(VerbHost host) => ProviderVerbs.Create(host);

    /// <summary>The verb <c>routes</c>.</summary>
    public static Command RoutesVerb(VerbHost host) => RouteVerbs.Create(host);

    /// <summary>The verb <c>catalog</c>.</summary>
    public static Command CatalogVerb(VerbHost host) => CatalogVerbs.Create(host);

    /// <summary>The verb <c>models</c>.</summary>
    public static Command ModelsVerb(VerbHost host) => ModelVerbs.Create(host);

    private static void AddCatalogue(this IServiceCollection services)
    {
        services.AddSingleton<KnowledgeReader>();
        services.AddSingleton<CatalogueStore>();
        services.AddSingleton<ModelSettingsStore>();
        services.AddSingleton<IChangeListener, CatalogueListener>();
        services.AddHostedService<PriceCalendar>();
    }
}
