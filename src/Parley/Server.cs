using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration.Memory;
using Parley.Api;
using Parley.Data;
using Parley.Gateway;
using Parley.Gateway.Upstreams;
using Parley.Identity;
using Parley.Monitoring;
using Parley.Shared;
using Parley.Ui;

namespace Parley;

/// <summary>The verb <c>serve</c>: builds the web host, makes the database ready, serves until it is told to stop.</summary>
internal static class Server
{
    /// <summary>Streams get this long to end after SIGTERM.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    /// <summary>And then this long to tell their callers and to be booked, before connections are cut.</summary>
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string[] args)
    {
        var app = Build(args);
        await using (app)
        {
            ConfigurationCheck.Verify(app.Configuration, app.Services.GetServices<KnownConfiguration>());
            var addresses = Listening.Addresses(app.Configuration);
            PortCheck.Verify(addresses);
            CertificateCheck.Verify(app.Configuration, app.Environment.ContentRootPath, addresses);
            var database = app.Services.GetRequiredService<DatabaseStart>();
            await using (await database.TakeTurnAsync(CancellationToken.None))
            {
                await database.PrepareAsync(asServer: true, CancellationToken.None);
                await app.StartAsync();
                app.Lifetime.ApplicationStopping.Register(() => app.Services.GetRequiredService<Drain>().EndAfter(DrainTime));
                // Not before: a key that is made by a start that fails would never be shown.
                var welcome = await Welcome.PrepareAsync(app.Services);
                welcome.Print(app, Console.Out);
            }

            await app.WaitForShutdownAsync();
        }

        return 0;
    }

    /// <summary>The pipeline is one list, in the order of the security design.</summary>
    internal static WebApplication Build(string[] args)
    {
        var builder = CommandLineArguments.Builder(args);
        // Defaults stand below every other source, so that a file, a variable or an argument overrides them.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(Limits.Apply);
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ConnectionMemory>();
        builder.Services.AddHostedService<Tidying>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime + FarewellTime);
        // What stops a start is told in one line by the command line; the host's stack traces would bury it.
        var up = new Latch();
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => up.IsSet && level >= LogLevel.Warning);
        // The modules first: they check the options that tell where to listen.
        Modules.AddForServer(builder.Services, builder.Configuration);
        Listening.Apply(builder);
        ConsoleLogging.Apply(builder);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => up.IsSet = true);
        app.UseMetricsPort();
        app.UseKnownProxies();
        app.UseProblems();
        app.UseMiddleware<SecurityHeaders>();
        app.UsePages();
        app.UseRouting();
        app.UseUnknownGatewayPaths();
        app.UseIdentity();
        app.UseWebSockets();
        app.UseStrictRequests();
        Modules.Map(app);
        return app;
    }

    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:System"] = "Warning",
        // Its one line a request at debug level is not worth an activity and a log scope for every request.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
        // What goes wrong with the database is told in Parley's own words, once.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Critical",
        ["Logging:Console:FormatterName"] = "simple",
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
        ["Logging:Console:FormatterOptions:TimestampFormat"] = ConsoleLogging.TimeOfDay,
        ["AllowedHosts"] = "*",
    };

    private sealed class Latch
    {
        public volatile bool IsSet;
    }
}
