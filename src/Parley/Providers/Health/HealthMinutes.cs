using Parley.Gateway.Routing.Health;
using Parley.Providers.Model;

namespace Parley.Providers.Health;

/// <summary>What this process saw of its providers, minute by minute, until it is stored.</summary>
internal sealed class HealthMinutes(TimeProvider time)
{
    /// <summary>While the database is away: an hour is kept, then the oldest minutes go.</summary>
    private const int MostMinutes = 60;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Dictionary<string, Tally>> _minutes = [];
    private readonly Dictionary<string, LastProbe> _lastProbes = new(StringComparer.Ordinal);

    /// <summary>Names this process among those that share a database.</summary>
    public string Node { get; } = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    public static long MinuteOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;

    public static DateTimeOffset Begin(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60);

    /// <summary>Notes how a provider is now.</summary>
    public void Observe(string provider, UpstreamHealthView view)
    {
        lock (_gate)
        {
            var tally = Now(provider);
            if (view.State >= tally.Worst) (tally.Worst, tally.Reason) = (view.State, view.Reason);
            tally.View = view;
        }
    }

    /// <summary>Notes what came of a probe.</summary>
    public void Observe(string provider, ProbeResult probe)
    {
        lock (_gate)
        {
            var tally = Now(provider);
            tally.Probes++;
            tally.LastProbe = _lastProbes[provider] = new LastProbe(time.GetUtcNow(), probe);
            if (probe.Error is null) tally.Times.Add(probe.Took.TotalMilliseconds);
        }
    }

    /// <summary>All minutes that are over; they stay until <see cref="Forget"/>.</summary>
    public IReadOnlyList<ProviderHealthMinute> Finished()
    {
        var now = MinuteOf(time.GetUtcNow());
        lock (_gate) return [.. _minutes.Where(m => m.Key < now).SelectMany(m => m.Value.Select(t => Row(m.Key, t.Key, t.Value)))];
    }

    /// <summary>What is not stored yet of a provider, the minute under way included.</summary>
    public IReadOnlyList<ProviderHealthMinute> Of(string provider)
    {
        lock (_gate) return [.. _minutes.Where(m => m.Value.ContainsKey(provider)).Select(m => Row(m.Key, provider, m.Value[provider]))];
    }

    public void Forget(IEnumerable<ProviderHealthMinute> stored)
    {
        lock (_gate)
        {
            foreach (var minute in stored.Select(row => row.Minute).Distinct()) _minutes.Remove(minute);
        }
    }

    private Tally Now(string provider)
    {
        var minute = MinuteOf(time.GetUtcNow());
        if (!_minutes.TryGetValue(minute, out var providers))
        {
            _minutes[minute] = providers = new(StringComparer.Ordinal);
            while (_minutes.Count > MostMinutes) _minutes.Remove(_minutes.First().Key);
        }

        if (!providers.TryGetValue(provider, out var tally)) providers[provider] = tally = new Tally { LastProbe = _lastProbes.GetValueOrDefault(provider) };
        return tally;
    }

    private ProviderHealthMinute Row(long minute, string provider, Tally tally)
    {
        double[] times = [.. tally.Times.Order()];
        return new ProviderHealthMinute
        {
            Provider = provider, Minute = minute, Node = Node, State = tally.Worst, Probes = tally.Probes, FailedProbes = tally.Probes - times.Length,
            ProbeP50 = LatestTimes.Rank(times, 0.5), ProbeP95 = LatestTimes.Rank(times, 0.95),
            FirstTokenP50 = tally.View?.FirstTokenP50?.TotalMilliseconds, FirstTokenP95 = tally.View?.FirstTokenP95?.TotalMilliseconds,
            Reason = Shorten(tally.Reason), Breaker = tally.View?.Breaker, ProbedAt = tally.LastProbe?.At, ProbeError = Shorten(tally.LastProbe?.Result.Error),
        };
    }

    private static string? Shorten(string? text) => text?.Length > ProviderHealthMinute.LongestText ? text[..(ProviderHealthMinute.LongestText - 3)] + "..." : text;

    private sealed class Tally
    {
        public HealthState Worst { get; set; }

        public int Probes { get; set; }

        public List<double> Times { get; } = [];

        public UpstreamHealthView? View { get; set; }

        public string? Reason { get; set; }

        /// <summary>Also of an earlier minute.</summary>
        public LastProbe? LastProbe { get; set; }
    }
}
