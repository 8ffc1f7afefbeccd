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

    /// <summary>Verbs need the data and what they change, not the server.</summary>
    public static void AddForVerbs(IServiceCollection services, IConfiguration configuration)
    {
        services.AddData(configuration);
        services.AddKeys();
        services.AddProviders(configuration);
        services.AddUsageForVerbs();
        services.AddAssetsForVerbs(configuration);
        services.AddStreamsForVerbs();
        services.AddChatForVerbs();
    }

    public static async Task PrepareForVerbsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<DatabaseOptions>();
        var isNew = !database.IsPostgres && !File.Exists(database.SqliteFile);
        await services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: false, cancellationToken);
        // Whoever mistyped the folder, or stands in another, would take it for one that lost everything.
        if (isNew) await services.GetRequiredService<VerbHost>().Error.WriteLineAsync($"A new database was made in {Path.GetFullPath(database.DataFolder)}.");
    }
}
