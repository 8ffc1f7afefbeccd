using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Routing.Learning;
using Parley.Providers.Registry;

namespace Parley.Providers.Health;

/// <summary>Probes providers, and tells everybody who wants to know what came of it: the engine, the history, and whoever asks for the latest.</summary>
internal sealed class ProviderChecks(Prober prober, UpstreamHealthBook health, LearnedLatencies latencies, HealthMinutes minutes, TimeProvider time)
{
    /// <summary>Credentials of one provider that are tried at the same time.</summary>
    private const int AtOnce = 8;

    private readonly ConcurrentDictionary<string, LastProbe> _latest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LatestTimes> _times = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<ProviderDefinition, UpstreamConfig> _upstreams = [];

    /// <summary>The latest probe of a provider; null when this node made none.</summary>
    public LastProbe? LatestOf(string provider) => _latest.GetValueOrDefault(provider);

    /// <summary>How fast the latest successful probes of a provider were answered, in milliseconds; nulls without any.</summary>
    public (double? P50, double? P95) TimesOf(string provider) => _times.TryGetValue(provider, out var times) ? (times.Rank(0.5), times.Rank(0.95)) : (null, null);

    /// <summary>The provider as the engine needs it: the same object as long as the definition is, so that what is known of it is looked up once.</summary>
    public UpstreamConfig UpstreamOf(ProviderDefinition provider) => _upstreams.GetValue(provider, static p => p.ToUpstream());

    /// <summary>How a provider is, as calls and probes told this node.</summary>
    public UpstreamHealthView ViewOf(ProviderDefinition provider)
    {
        var (middle, most) = latencies.FirstTokens(provider.Name);
        return health.View(UpstreamOf(provider)) with { FirstTokenP50 = middle, FirstTokenP95 = most };
    }

    /// <summary>Probes with the credential whose turn it is.</summary>
    public Task<ProbeResult> ProbeNextAsync(ProviderDefinition provider, CancellationToken cancellationToken)
    {
        var upstream = UpstreamOf(provider);
        return ProbeAsync(provider, upstream, health.NextToProbe(upstream), cancellationToken);
    }

    /// <summary>Probes with every credential.</summary>
    public async Task<IReadOnlyList<ProbeResult>> ProbeAllAsync(ProviderDefinition provider, CancellationToken cancellationToken)
    {
        var upstream = UpstreamOf(provider);
        UpstreamCredential?[] credentials = [.. InUse(upstream).Cast<UpstreamCredential?>().DefaultIfEmpty(null)];
        var results = new ProbeResult[credentials.Length];
        await Parallel.ForAsync(0, credentials.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, token) => results[i] = await ProbeAsync(provider, upstream, credentials[i], token));
        return results;
    }

    private async Task<ProbeResult> ProbeAsync(ProviderDefinition provider, UpstreamConfig upstream, UpstreamCredential? credential, CancellationToken cancellationToken)
    {
        // The demo is part of this process: as long as anybody asks, it is there.
        var isDemo = provider.Kind == "demo";
        var result = isDemo ? new ProbeResult(TimeSpan.Zero, null, null, null)
            : await prober.ProbeAsync(upstream, credential, ProbeSettings.Of(provider).Timeout, cancellationToken);
        health.Probed(upstream, result);
        minutes.Observe(provider.Name, ViewOf(provider));
        if (isDemo) return result;
        minutes.Observe(provider.Name, result);
        if (result.Error is null) _times.GetOrAdd(provider.Name, static _ => new LatestTimes()).Add(result.Took.TotalMilliseconds);
        _latest[provider.Name] = new LastProbe(time.GetUtcNow(), result);
        return result;
    }

    private List<UpstreamCredential> InUse(UpstreamConfig upstream)
    {
        var now = time.GetUtcNow();
        return [.. upstream.Credentials.Where(c => c.ExpiresAt is null || c.ExpiresAt > now)];
    }
}
