using Parley.Billing.Statistics.Endpoints;
using Parley.Billing.Statistics.Model;
using Parley.Data;

namespace Parley.Billing.Statistics;

/// <summary>The part of the module that tells what its records add up to.</summary>
internal static class StatisticsSetup
{
    public static IServiceCollection AddStatistics(this IServiceCollection services)
    {
        services.AddUsageTables();
        services.AddSingleton<UsageStatistics>();
        services.AddSingleton<ProviderStatistics>();
        services.AddSingleton<ModelPerformance>();
        services.AddSingleton<PersonalUsage>();
        services.AddSingleton<PeopleUsage>();
        services.AddSingleton<RollupJob>();
        services.AddHostedService(provider => provider.GetRequiredService<RollupJob>());
        return services;
    }

    /// <summary>What can be read without the meter.</summary>
    public static IServiceCollection AddUsageTables(this IServiceCollection services)
    {
        services.AddSingleton<RollupTable>();
        return services;
    }

    public static void MapStatistics(this IEndpointRouteBuilder routes)
    {
        routes.MapProviderStatistics();
        routes.MapPerformance();
    }
}
