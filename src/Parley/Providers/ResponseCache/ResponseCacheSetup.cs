using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Providers.ResponseCache;

/// <summary>Adds the response cache.</summary>
internal static class ResponseCacheSetup
{
    public static IServiceCollection AddResponseCache(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<ResponseCacheOptions>(configuration, ResponseCacheOptions.Section);
        services.AddSingleton<CacheStamp>();
        services.AddSingleton<CacheMemory>();
        services.AddSingleton<CacheTable>();
        services.AddSingleton<HitCounts>();
        services.AddSingleton<CacheWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<CacheWriter>());
        services.AddSingleton<KeptAnswers>();
        services.AddSingleton<IChangeListener>(provider => provider.GetRequiredService<KeptAnswers>());
        services.AddSingleton<IAccountPart, CacheAccount>();
        services.TryAddSingleton<IResponseCache>(provider => provider.GetRequiredService<KeptAnswers>());
        return services;
    }
}
