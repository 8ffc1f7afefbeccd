using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;

namespace Parley.Gateway.Pipeline;

/// <summary>
/// Third stage, for streams whose first token is wanted within a time: when half of it is over and nobody has spoken, a second call is made at the next
/// candidate, and the first that speaks is taken. The other is ended; each is a call of its own to the meter behind this stage, so its cost is
/// booked. Bounded by a budget: the plan's share of such requests.
/// </summary>
internal sealed class Hedge(ILlmClient inner, RouteChooser chooser, UpstreamHealthBook book, TimeProvider time) : DelegatingLlmClient(inner)
{
    private const int Reserve = 2, MostSaved = 20;

    private readonly CallBudget _budget = new(Reserve, MostSaved);

    public override ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: LlmOperation.Generate, Envelope.Stream: true, Continues: null, Route: not null }) return Inner.SendAsync(request, cancellationToken);
        var plan = request.Plan ??= chooser.Plan(request);
        return plan is { FirstTokenObjective: { } objective, HedgeShare: > 0, Candidates.Length: > 1 }
            ? RaceAsync(request, plan, objective / 2, cancellationToken) : Inner.SendAsync(request, cancellationToken);
    }

    private async ValueTask<LlmAnswer> RaceAsync(LlmRequest request, RoutePlan plan, TimeSpan patience, CancellationToken cancellationToken)
    {
        _budget.Deposit(plan.HedgeShare);
        request.IsRaced = true;
        var first = new HedgeLeg(Inner, request, cancellationToken);
        if (!await first.EndsWithinAsync(patience - time.GetElapsedTime(request.Started), time).ConfigureAwait(false) && SecondPlan(request, plan) is { } other)
        {
            var twin = request.Hedging(other);
            var second = new HedgeLeg(Inner, twin, cancellationToken);
            var (winner, loser) = await HedgeLeg.FirstToSpeakAsync(first, second).ConfigureAwait(false);
            // Its answer is written by what was read of the prompt.
            if (winner == second && request.PromptIfRead is null && twin.PromptIfRead is { } read) request.Take(read);
            return await winner.TakeAsync(loser).ConfigureAwait(false);
        }

        return await first.TakeAsync(null).ConfigureAwait(false);
    }

    /// <summary>The next candidate at another provider that answers; null when there is none, or the budget is spent.</summary>
    private RoutePlan? SecondPlan(LlmRequest request, RoutePlan plan)
    {
        if (request.Called is not { } called) return null; // it waits in a queue of its own making
        var isBehind = false; // those before it were called already, or passed over
        foreach (var candidate in plan.Candidates)
        {
            if (candidate.Upstream.Name == called.Upstream.Name) isBehind = true;
            else if (isBehind && !book.Of(candidate.Upstream).IsDown)
                return _budget.TryTake(TimeSpan.Zero) ? new RoutePlan([candidate]) { Reason = $"a second call beside {called.Upstream.Name}, whose first token was late" } : null;
        }

        return null;
    }
}
