using System.Collections.Concurrent;

namespace Parley.Gateway.Routing.Health;

/// <summary>How all providers are, by what their calls and probes told this node. Kept by name: a change of routes forgets nothing.</summary>
public sealed class UpstreamHealthBook(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, UpstreamHealth> _byName = new(StringComparer.Ordinal);

    /// <summary>How a provider is.</summary>
    public UpstreamHealthView View(UpstreamConfig upstream)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        return Of(upstream).View();
    }

    /// <summary>Notes what came of a probe.</summary>
    public void Probed(UpstreamConfig upstream, ProbeResult result)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        ArgumentNullException.ThrowIfNull(result);
        Of(upstream).Probed(result);
    }

    internal UpstreamHealth Of(UpstreamConfig upstream) =>
        _byName.TryGetValue(upstream.Name, out var health) ? health : _byName.GetOrAdd(upstream.Name, static (_, time) => new UpstreamHealth(time), time);
}
