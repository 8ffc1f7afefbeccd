using System.Collections.Concurrent;
using Parley.Gateway.Routing.Health;
using Parley.Providers.Registry;

namespace Parley.Providers.Health;

/// <summary>Looks every second which providers are due for a probe, and how all of them are. An idle server is told the truth too.</summary>
internal sealed partial class ProbeJob(
    ProviderRegistry registry, ProviderChecks checks, HealthMinutes minutes, TimeProvider time, ILogger<ProbeJob> log) : BackgroundService
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Provider, string? Credential), byte> _failing = new();
    private readonly Random _random = new(minutes.Node.GetHashCode(StringComparison.Ordinal));

    public override void Dispose()
    {
        _places.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do Look(stoppingToken); while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            await Task.WhenAll(_turns.Values.Select(turn => turn.Running));
        }
    }

    private void Look(CancellationToken stoppingToken)
    {
        var providers = registry.Definitions;
        foreach (var gone in _turns.Keys.Except(providers.Select(p => p.Name)).ToList()) _turns.Remove(gone);
        foreach (var provider in providers)
        {
            var view = checks.ViewOf(provider);
            minutes.Observe(provider.Name, view);
            var settings = ProbeSettings.Of(provider);
            if (!settings.IsOn || !IsDue(provider, settings, view.State == HealthState.Down)) continue;
            _turns[provider.Name] = new Turn(provider, time.GetTimestamp(), _random.NextDouble(), RunAsync(provider, stoppingToken));
        }
    }

    /// <summary>At once when it is new or changed.</summary>
    private bool IsDue(ProviderDefinition provider, ProbeSettings settings, bool isDown) =>
        !_turns.TryGetValue(provider.Name, out var turn)
        || (turn.Running.IsCompleted && (!turn.Provider.Asks(provider) || time.GetElapsedTime(turn.Began) >= ProbeTiming.Until(settings, isDown, turn.Jitter)));

    private async Task RunAsync(ProviderDefinition provider, CancellationToken stoppingToken)
    {
        try
        {
            await _places.WaitAsync(stoppingToken);
            try
            {
                Tell(provider.Name, await checks.ProbeNextAsync(provider, stoppingToken));
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process.
        }
        catch (Exception problem)
        {
            // Nothing here may end the server; the next turn tries again.
            Broken(log, provider.Name, problem.Message);
        }
    }

    /// <summary>Once for every change of every credential: what stays as it is fills no log.</summary>
    private void Tell(string provider, ProbeResult result)
    {
        if (result.Error is { } error)
        {
            if (_failing.TryAdd((provider, result.Credential), 0)) Failed(log, provider, error);
        }
        else if (_failing.TryRemove((provider, result.Credential), out _))
        {
            Answers(log, provider);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A probe of provider {Provider} failed: {Problem}. It is probed again by itself; \"providers check\" tells more.")]
    private static partial void Failed(ILogger log, string provider, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Provider {Provider} answers probes again.")]
    private static partial void Answers(ILogger log, string provider);

    [LoggerMessage(Level = LogLevel.Error, Message = "Provider {Provider} could not be probed: {Problem}")]
    private static partial void Broken(ILogger log, string provider, string problem);

    private sealed record Turn(ProviderDefinition Provider, long Began, double Jitter, Task Running);
}
