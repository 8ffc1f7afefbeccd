using Parley.Api;
using Parley.Assets;
using Parley.Billing;
using Parley.Chat;
using Parley.Data;
using Parley.Gateway;
using Parley.Identity;
using Parley.Monitoring;
using Parley.Providers;
using Parley.Shared;
using Parley.Streams;
using Parley.Ui;

namespace Parley;

/// <summary>The house's table of contents: which modules there are, for the server and for the verbs.</summary>
internal static class Modules
{
    public static void AddForServer(IServiceCollection services, IConfiguration configuration)
    {
        services.AddProblems();
        services.AddData(configuration);
        services.AddUi();
        services.AddIdentity(configuration);
        services.AddProviders(configuration);
        services.AddBilling(configuration);
        services.AddStreams(configuration);
        services.AddAssets(configuration);
        services.AddChat(configuration);
        services.AddMonitoring(configuration);
        services.AddApiDescription();
        services.AddCheckedOptions<GatewayLimits>(configuration, "Parley:Gateway");
        services.AddCheckedOptions<UserLimits>(configuration, "Parley:Limits:PerUser");
        services.AddCheckedOptions<ProxyOptions>(configuration, "Parley");
        services.AddGateway();
    }

    public static void Map(WebApplication app)
    {
        app.MapUi(withDesign: app.Environment.IsDevelopment());
        app.MapGateway();
        app.MapIdentity();
        app.MapProviders();
        app.MapBilling();
        app.MapAssets();
        app.MapChat();
        app.MapMonitoring();
        app.MapApiDescription();
    }

    /// <summary>Verbs need the data and what they change, not the server. But a configuration that the server refuses is refused here in the same
    /// words: with a misspelled key a verb would work on another database than the server's.</summary>
    public static void AddForVerbs(IServiceCollection services, IConfiguration configuration)
    {
        var server = new ServiceCollection();
        AddForServer(server, configuration);
        ConfigurationCheck.Verify(configuration, server.Select(service => service.ImplementationInstance).OfType<KnownConfiguration>());
        services.AddData(configuration);
        services.AddKeys();
        services.AddProviders(configuration);
        services.AddUsageForVerbs();
        services.AddAssetsForVerbs(configuration);
        services.AddStreamsForVerbs();
        services.AddChatForVerbs();
    }

    public static async Task PrepareForVerbsAsync(IServiceProvider services, bool mayMake, CancellationToken cancellationToken)
    {
        var (database, start) = (services.GetRequiredService<DatabaseOptions>(), services.GetRequiredService<DatabaseStart>());
        var error = services.GetRequiredService<VerbHost>().Error;
        foreach (var other in OverriddenSetting.OfData(services.GetRequiredService<IConfiguration>())) await error.WriteLineAsync($"Working on the database {database.Place()}; {other}.");
        var isNew = !await start.IsThereAsync(cancellationToken);
        // Whoever mistyped the folder, or stands in another, would take an empty database for one that lost everything.
        if (isNew && !mayMake)
            throw new UserError($"There is no Parley database {database.Place()}. Nothing was made; name the folder of yours with --data, or a PostgreSQL database with --database. A first start of Parley makes one.");
        await start.PrepareAsync(asServer: false, cancellationToken);
        if (isNew) await error.WriteLineAsync($"A new database was made {database.Place()}.");
    }
}
