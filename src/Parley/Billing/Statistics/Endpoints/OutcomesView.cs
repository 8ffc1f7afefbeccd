using Parley.Billing.Model;

namespace Parley.Billing.Statistics.Endpoints;

/// <summary>How requests ended.</summary>
internal sealed record OutcomesView(long Completed, long Cancelled, long Failed, long Indeterminate)
{
    public static OutcomesView Of(IReadOnlyDictionary<string, long> outcomes) => new(
        outcomes.GetValueOrDefault(Outcomes.Completed), outcomes.GetValueOrDefault(Outcomes.Cancelled),
        outcomes.GetValueOrDefault(Outcomes.Failed), outcomes.GetValueOrDefault(Outcomes.Indeterminate));
}
