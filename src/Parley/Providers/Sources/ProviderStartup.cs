using Parley.Data;
using Parley.Providers.Registry;
using Parley.Providers.Routes;

namespace Parley.Providers.Sources;

/// <summary>Before serving: brings the rows in line with configuration and environment, and reads them. After that, in
/// the background: looks for local servers, so that readiness waits for nobody.</summary>
internal sealed partial class ProviderStartup(
    ProvidersOptions options, DatabaseOptions database, IConfiguration configuration, ProviderStore store, RouteStore routes, ProviderRegistry registry,
    LocalServerProbe probe, ILogger<ProviderStartup> log) : BackgroundService
{
    private bool DetectsLocal => options.DetectLocal ?? !database.IsPostgres;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var found = StartingProviders.Read(options, configuration);
        var configured = ConfiguredRoutes.Read(options.Routes);
        Tell(await store.RefreshAsync(found, name => !DetectsLocal || !probe.Knows(name), cancellationToken));
        foreach (var plain in found.Where(p => p.BaseUrl is { Scheme: "http" } && !p.AllowPrivateNetwork)) IsPlainHttp(log, plain.Name);
        await routes.RefreshAsync(configured, cancellationToken);
        await registry.ReloadAsync(cancellationToken);
        foreach (var (route, reason) in registry.Current.Unserved) LeadsNowhere(log, route, reason);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!DetectsLocal) return;
        try
        {
            var found = await probe.FindAsync(stoppingToken);
            var plan = await store.RefreshAsync(found, probe.Knows, stoppingToken);
            Tell(plan);
            if (plan.ChangesAnything) await registry.ReloadAsync(stoppingToken);
        }
        catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
        {
            // A convenience must not stop the server; what is registered stays in force.
            DetectionFailed(log, problem.Message);
        }
    }

    private void Tell(RefreshPlan plan)
    {
        foreach (var added in plan.Add.Where(p => p.Kind != "demo")) Added(log, added.Name, added.Origin, added.BaseUrlText);
        foreach (var removed in plan.Remove) Removed(log, removed);
        foreach (var name in plan.GaveWay) GaveWay(log, name);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Provider {Provider} found ({Origin}): {BaseUrl}.")]
    private static partial void Added(ILogger log, string provider, Model.ProviderOrigin origin, string? baseUrl);

    [LoggerMessage(Level = LogLevel.Information, Message = "Provider {Provider} is gone: neither the configuration nor the environment names it any more.")]
    private static partial void Removed(ILogger log, string provider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Provider {Provider} exists already, added by an operator or by the configuration; the one found after it is not used.")]
    private static partial void GaveWay(ILogger log, string provider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Provider {Provider} is reached by plain http: its credential and all prompts can be read on the way.")]
    private static partial void IsPlainHttp(ILogger log, string provider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Route {Route} cannot be used yet. {Reason}")]
    private static partial void LeadsNowhere(ILogger log, string route, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for local model servers failed: {Problem}")]
    private static partial void DetectionFailed(ILogger log, string problem);
}
