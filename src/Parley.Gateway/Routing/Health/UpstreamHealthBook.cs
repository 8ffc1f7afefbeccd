using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Parley.Gateway.Routing.Health;

/// <summary>How all providers are, by what their calls and probes told this node. Kept by name, protocol and address: a change of routes or
/// settings forgets nothing, but another address begins anew, and so does one that was removed and registered again.</summary>
public sealed class UpstreamHealthBook(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Name, string Kind, Uri? BaseUrl), (DateTimeOffset Since, UpstreamHealth Health)> _all = new();

    // A changed provider is another object: the way back to what is known of it is looked up once.
    private readonly ConditionalWeakTable<UpstreamConfig, UpstreamHealth> _byConfig = [];

    /// <summary>How a provider is.</summary>
    public UpstreamHealthView View(UpstreamConfig upstream)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        return Of(upstream).View(upstream);
    }

    /// <summary>Notes what came of a probe. One that was refused (401, 402; 403 where a call was, too) sets its credential aside; one that was answered takes it back.</summary>
    public void Probed(UpstreamConfig upstream, ProbeResult result)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        ArgumentNullException.ThrowIfNull(result);
        Of(upstream).Probed(upstream, result);
    }

    /// <summary>The credential that the next probe should use: one under suspicion first, else each in its turn, those that are set aside too; null for providers that need none.</summary>
    public UpstreamCredential? NextToProbe(UpstreamConfig upstream)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        return Of(upstream).NextToProbe(upstream);
    }

    internal UpstreamHealth Of(UpstreamConfig upstream) => _byConfig.TryGetValue(upstream, out var health) ? health : Find(upstream);

    private UpstreamHealth Find(UpstreamConfig upstream)
    {
        var health = _all.AddOrUpdate((upstream.Name, upstream.Kind, upstream.BaseUrl), (_, since) => (since, new UpstreamHealth(time)),
            (_, known, since) => known.Since >= since ? known : (since, new UpstreamHealth(time)), upstream.Since).Health;
        health.Adopt(upstream);
        return _byConfig.GetValue(upstream, _ => health);
    }
}
