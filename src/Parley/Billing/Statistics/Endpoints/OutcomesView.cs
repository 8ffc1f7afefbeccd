using Parley.Billing.Model;

namespace Parley.Billing.Statistics.Endpoints;

/// <summary>How requests ended. Those that nobody saw end are of no provider: which one was called is known at the end.</summary>
internal sealed record OutcomesView(long Completed, long Cancelled, long Failed)
{
    public static OutcomesView Of(IReadOnlyDictionary<string, long> outcomes) => new(
        outcomes.GetValueOrDefault(Outcomes.Completed), outcomes.GetValueOrDefault(Outcomes.Cancelled), outcomes.GetValueOrDefault(Outcomes.Failed));
}
