using Parley.Billing.Model;

namespace Parley.Billing.Endpoints;

internal sealed record UsageFilter(
    DateTimeOffset? Since, DateTimeOffset? Until, string? Key, string? Model, string? Provider, string? Outcome, string? RequestId, UsagePosition? After)
{
    /// <summary>The matching settled records, newest first.</summary>
    public IQueryable<UsageEvent> Apply(IQueryable<UsageEvent> rows)
    {
        rows = rows.Where(row => row.Outcome != null);
        if (Since is { } since) rows = rows.Where(row => row.At >= since);
        if (Until is { } until) rows = rows.Where(row => row.At < until);
        if (Key is not null) rows = rows.Where(row => row.KeyId == Key);
        if (Model is not null) rows = rows.Where(row => row.Model == Model || row.ModelAsked == Model);
        if (Provider is not null) rows = rows.Where(row => row.Provider == Provider);
        if (Outcome is not null) rows = rows.Where(row => row.Outcome == Outcome);
        if (RequestId is not null) rows = rows.Where(row => row.RequestId == RequestId);
        if (After is var (at, sequence)) rows = rows.Where(row => row.At <= at && (row.At < at || row.Sequence < sequence));
        return rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Sequence);
    }
}
