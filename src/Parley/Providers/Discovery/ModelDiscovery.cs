using System.Text.Json;
using Parley.Providers.Registry;

namespace Parley.Providers.Discovery;

/// <summary>Keeps the lists of providers that were registered without models: read after start and registration, then
/// once a day. What cannot be read is logged and tried again later; <c>provider/model</c> works meanwhile.</summary>
internal sealed partial class ModelDiscovery(
    ProviderRegistry registry, ProviderStore store, ModelListClient client, DiscoveryLog attempts, TimeProvider time, ILogger<ModelDiscovery> log)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Taken before looking: a change during the round starts another one.
            var change = registry.NextChange;
            try
            {
                await RefreshDueAsync(stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                CannotKeep(log, problem.Message); // the database is away; the next round tries again
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(change, Task.Delay(RetryAfter, time, pause.Token));
            await pause.CancelAsync(); // no timer is left behind
        }
    }

    private async Task RefreshDueAsync(CancellationToken cancellationToken)
    {
        var due = registry.Definitions.Where(p => p.Enabled && p.AsksForModels && IsDue(p)).ToList();
        var read = await Task.WhenAll(due.Select(p => ReadAsync(p, cancellationToken)));
        var saved = false;
        foreach (var (provider, (models, error)) in due.Zip(read))
        {
            if (models is not null) saved |= await store.SaveDiscoveredAsync(provider, JsonSerializer.Serialize(models), cancellationToken);
            else await store.SaveDiscoveryErrorAsync(provider, error!, cancellationToken);
            attempts.Note(new DiscoveryAttempt(provider, time.GetUtcNow(), error));
        }

        if (saved) await registry.ReloadAsync(cancellationToken);
    }

    private bool IsDue(ProviderDefinition provider)
    {
        var now = time.GetUtcNow();
        if (provider.DiscoveredAt is { } at && now - at < GoodFor) return false;
        return attempts.Find(provider.Name, provider.Kind, provider.BaseUrlText) is not { Error: not null } failed
            || !failed.Provider.Asks(provider) || now - failed.At >= RetryAfter;
    }

    private async Task<(List<string>? Models, string? Error)> ReadAsync(ProviderDefinition provider, CancellationToken cancellationToken)
    {
        try
        {
            var models = await client.ReadAsync(provider, Patience, cancellationToken);
            Listed(log, provider.Name, models.Count);
            return ([.. models.Select(m => m.Id)], null);
        }
        catch (ModelListException problem)
        {
            CannotRead(log, provider.Name, problem.Message);
            return (null, problem.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Provider {Provider} lists {Count} models.")]
    private static partial void Listed(ILogger log, string provider, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The models of provider {Provider} cannot be listed: {Problem}. "
        + "What was known stays, and any model can be asked for as provider/model. Next try in ten minutes.")]
    private static partial void CannotRead(ILogger log, string provider, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lists of models cannot be kept: {Problem}")]
    private static partial void CannotKeep(ILogger log, string problem);
}
