using System.Collections.Concurrent;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Routing.Learning;

/// <summary>
/// How fast each model of each provider answers, as the calls of this node taught. In memory, for the next choice: the usage records
/// hold the history. Bounded: callers can make up models of open providers.
/// </summary>
public sealed class LearnedLatencies(TimeProvider time)
{
    private const int MostEntries = 4096;
    private const double Forgotten = 600;

    private readonly ConcurrentDictionary<(string Provider, string Model), LearnedLatency> _entries = new();
    private readonly long _origin = time.GetTimestamp();
    private int _count;
    private long _prunedAt;

    /// <summary>What was learned of a model of a provider; null when it was not called.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="model">The provider's own name of the model.</param>
    public LatencyView? Find(string provider, string model) =>
        _entries.TryGetValue((provider, model), out var entry) ? entry.View(Now, time.GetUtcNow()) : null;

    /// <summary>The first-token times of a provider, over all its models, that half and nineteen in twenty of its streamed calls do not exceed;
    /// what is a minute old counts half. Nulls without any.</summary>
    /// <param name="provider">The provider's name.</param>
    public (TimeSpan? P50, TimeSpan? P95) FirstTokens(string provider)
    {
        var all = new DecayingHistogram();
        foreach (var (key, entry) in _entries)
            if (key.Provider == provider) entry.AddFirstTokens(all);
        return all.Quantile(0.5) is { } middle && all.Quantile(0.95) is { } most ? (TimeSpan.FromSeconds(middle), TimeSpan.FromSeconds(most)) : (null, null);
    }

    internal LatencyGlance Glance(UpstreamTarget target) =>
        _entries.TryGetValue((target.Upstream.Name, target.UpstreamModel), out var entry) ? entry.Glance(Now) : LatencyGlance.None;

    /// <summary>Learns from a call that is over.</summary>
    internal void Settled(LlmRequest request, UsageSettlement settlement, UpstreamTarget? target)
    {
        if ((target ?? request.Called) is { } called && CallSample.Of(request, settlement) is { } sample) Learn(called, sample);
    }

    internal void Learn(UpstreamTarget target, in CallSample sample)
    {
        var key = (target.Upstream.Name, target.UpstreamModel);
        if (!_entries.TryGetValue(key, out var entry))
        {
            if (Volatile.Read(ref _count) >= MostEntries && !TryMakeRoom()) return;
            var mine = new LearnedLatency();
            entry = _entries.GetOrAdd(key, mine);
            if (ReferenceEquals(entry, mine)) Interlocked.Increment(ref _count);
        }

        entry.Add(sample, Now);
    }

    private double Now => time.GetElapsedTime(_origin).TotalSeconds;

    /// <summary>Forgets what was not called for ten minutes; looks at most once in ten seconds.</summary>
    private bool TryMakeRoom()
    {
        var (now, last) = (time.GetTimestamp(), Volatile.Read(ref _prunedAt));
        if ((last != 0 && time.GetElapsedTime(last, now).TotalSeconds < 10) || Interlocked.CompareExchange(ref _prunedAt, now, last) != last) return false;
        var oldest = Now - Forgotten;
        foreach (var (key, entry) in _entries)
            if (entry.At < oldest && _entries.TryRemove(key, out _)) Interlocked.Decrement(ref _count);
        return Volatile.Read(ref _count) < MostEntries;
    }
}
