using System.CommandLine;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Billing.Endpoints;
using Parley.Billing.Metering;
using Parley.Billing.Metering.Journal;
using Parley.Billing.Metering.Projection;
using Parley.Billing.Model;
using Parley.Billing.Pages;
using Parley.Billing.Pages.Requests;
using Parley.Billing.Statistics;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Billing;

/// <summary>Front door of the meter: the engine's <see cref="IUsageLedger"/>, the usage records and what they add up to over HTTP.</summary>
internal static class BillingSetup
{
    public static IServiceCollection AddBilling(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<BillingOptions>(configuration, BillingOptions.Section);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => LedgerIdentity.New(provider.GetRequiredService<DatabaseOptions>().IsPostgres));
        services.AddSingleton(provider => new FileJournal(
            FileJournal.FolderOf(provider.GetRequiredService<DatabaseOptions>().SqliteFile), provider.GetRequiredService<LedgerIdentity>().Node, provider.GetRequiredService<ILogger<FileJournal>>()));
        services.TryAddSingleton<IJournal>(provider => provider.GetRequiredService<DatabaseOptions>() is { IsPostgres: true } database
            ? new PostgresJournal(database.Database, provider.GetRequiredService<LedgerIdentity>().Node)
            : provider.GetRequiredService<FileJournal>());
        services.TryAddSingleton<IUsageStore>(provider =>
        {
            var (database, node) = (provider.GetRequiredService<DatabaseOptions>(), provider.GetRequiredService<LedgerIdentity>().Node);
            return database.IsPostgres ? new PostgresUsageStore(database.Database, node) : new SqliteUsageStore(database.SqliteConnectionString, node, provider.GetRequiredService<FileJournal>());
        });
        services.AddSingleton<LedgerQueue>();
        services.AddSingleton<LedgerMetrics>();
        services.AddSingleton<LedgerProjector>();
        services.AddSingleton<GroupCommit>();
        services.TryAddSingleton<IUsageLedger, UsageLedger>();
        services.AddHostedService<LedgerKeeper>();
        services.AddStatistics();
        services.AddSingleton<RequestReader>();
        services.AddNavigation(new(NavigationPlace.Administration, "Usage", "/admin/usage", "bars", 50));
        services.AddSettingsSection<UsageSection>("usage", "Usage", "bars", 70);
        return services;
    }

    /// <summary>What verbs need: the usage table and what it adds up to, without the meter that writes it. The journal beside it is
    /// a running server's own.</summary>
    public static IServiceCollection AddUsageForVerbs(this IServiceCollection services)
    {
        return services.AddUsageTables();
    }

    /// <summary>The verb <c>stats</c> below <c>providers</c>.</summary>
    public static Command StatsVerb(VerbHost host) => Verbs.StatsVerb.Create(host);

    public static void MapBilling(this IEndpointRouteBuilder routes)
    {
        routes.MapUsage();
        routes.MapStatistics();
        var pages = routes.MapPages();
        pages.MapUsagePages();
        pages.MapRequestPages();
    }
}
