using Parley.Billing.Model;

namespace Parley.Billing.Metering.Projection;

/// <summary>
/// The law of the projection, in memory as in the tables' upsert: of all records of one request a settled one beats an
/// open one, and the first settled one stays. So replaying any records, in any order and batching, gives the same rows.
/// </summary>
internal static class UsageFold
{
    public static IReadOnlyCollection<UsageEvent> Fold(IEnumerable<UsageEvent> events)
    {
        var rows = new Dictionary<string, UsageEvent>(StringComparer.Ordinal);
        foreach (var item in events)
        {
            if (!rows.TryGetValue(item.RequestId, out var known) || Replaces(known, item)) rows[item.RequestId] = item;
        }

        return rows.Values;
    }

    private static bool Replaces(UsageEvent known, UsageEvent item) =>
        item.Outcome is not null && known.Outcome is null or Outcomes.Indeterminate;
}
