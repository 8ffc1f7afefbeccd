using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Billing.Endpoints;
using Parley.Billing.Metering;
using Parley.Billing.Model;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Shared;

namespace Parley.Billing;

/// <summary>Front door of the meter: the engine's <see cref="IUsageLedger"/>, and the usage records over HTTP.</summary>
internal static class BillingSetup
{
    public static IServiceCollection AddBilling(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<BillingOptions>(configuration, BillingOptions.Section);
        services.AddSingleton<IModelPart, BillingModelPart>();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => LedgerIdentity.New(provider.GetRequiredService<DatabaseOptions>().IsPostgres));
        services.TryAddSingleton<IJournalStore>(provider =>
        {
            var database = provider.GetRequiredService<DatabaseOptions>();
            var node = provider.GetRequiredService<LedgerIdentity>().Node;
            return database.IsPostgres ? new PostgresJournalStore(database.Database, node) : new SqliteJournalStore(database.SqliteConnectionString, node);
        });
        services.AddSingleton<LedgerQueue>();
        services.AddSingleton<LedgerMetrics>();
        services.AddSingleton<LedgerProjector>();
        services.TryAddSingleton<IUsageLedger>(provider => provider.GetRequiredService<LedgerQueue>());
        services.AddHostedService<LedgerWriter>();
        return services;
    }

    public static void MapBilling(this IEndpointRouteBuilder routes) => routes.MapUsage();
}
