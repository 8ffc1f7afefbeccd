using Parley.Providers.Model;

namespace Parley.Providers.Health;

/// <summary>Makes one minute of what several nodes saw of it. Pure.</summary>
internal static class HealthMerge
{
    /// <summary>By minute: the worst state, the sums of probes, the middle of the medians by probes, the worst of the slow ones, the
    /// reason of the worst state, a breaker that is open anywhere, the latest probe.</summary>
    public static IEnumerable<ProviderHealthMinute> Merge(IEnumerable<ProviderHealthMinute> rows) =>
        rows.GroupBy(row => row.Minute).OrderBy(group => group.Key).Select(group => One([.. group]));

    private static ProviderHealthMinute One(List<ProviderHealthMinute> rows) => rows is [var only] ? only : new ProviderHealthMinute
    {
        Provider = rows[0].Provider,
        Minute = rows[0].Minute,
        Node = rows[0].Node,
        State = rows.Max(r => r.State),
        Probes = rows.Sum(r => r.Probes),
        FailedProbes = rows.Sum(r => r.FailedProbes),
        ProbeP50 = Middle(rows, r => r.ProbeP50, r => r.Probes - r.FailedProbes),
        ProbeP95 = rows.Max(r => r.ProbeP95),
        FirstTokenP50 = Middle(rows, r => r.FirstTokenP50, _ => 1),
        FirstTokenP95 = rows.Max(r => r.FirstTokenP95),
        Reason = rows.MaxBy(r => r.State)!.Reason,
        Breaker = rows.Any(r => r.Breaker == "open") ? "open" : rows[0].Breaker,
        ProbedAt = rows.Max(r => r.ProbedAt),
        ProbeError = rows.MaxBy(r => r.ProbedAt)!.ProbeError,
    };

    private static double? Middle(List<ProviderHealthMinute> rows, Func<ProviderHealthMinute, double?> value, Func<ProviderHealthMinute, int> weight)
    {
        var known = rows.Where(r => value(r) is not null && weight(r) > 0).ToList();
        return known.Count == 0 ? null : Math.Round(known.Sum(r => value(r)!.Value * weight(r)) / known.Sum(weight), 3);
    }
}
