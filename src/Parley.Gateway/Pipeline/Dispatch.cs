using System.Collections.Immutable;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Upstreams;

namespace Parley.Gateway.Pipeline;

/// <summary>
/// Last stage (the picture's "Route"): calls the plan's candidates until one speaks. It waits until an answer says
/// something (<see cref="Opening"/>), so that an error inside a 200 counts as a failed call as long as nothing was sent to the
/// client; after that the answer is the client's, whatever happens to it. Who may be called now is what <see cref="UpstreamHealth"/> lets
/// through; how often, what the budget of extra calls has left.
/// </summary>
internal sealed class Dispatch(RouteChooser chooser, UpstreamHealthBook book, UpstreamKinds upstreams, ITokenEstimator estimator, Drain drain, TimeProvider time) : ILlmClient
{
    private const int Reserve = 10, MostSaved = 1000;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CallBudget _retries = new(Reserve, MostSaved, Grace);
    private readonly long _epoch = time.GetTimestamp();

    public async ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        var plan = request.Plan ??= chooser.Plan(request);
        if (IsEstimated(request, plan.Candidates[0])) return Estimate(request, plan.Candidates[0]);
        if (request.Hedges is null) _retries.Deposit(RetryPolicy.ExtraShare);
        var candidates = Able(request, plan.Candidates);
        var round = new CandidateRound(candidates, request.Route!.Model, book, _retries);
        var rounds = 0;
        var waited = TimeSpan.Zero;
        FailedAnswer? last = null, soonest = null;
        CallPermit? permit = null, failed = null;
        while (true)
        {
            // 1. Whose turn it is: at once, or behind others.
            permit ??= round.TryNext();
            while (permit is null && round.Waits is { } full && request.Hedges is null)
            {
                if (await book.Of(full.Upstream).WaitForSlotAsync(full.Upstream, NameOf(request.Caller), out var wait, cancellationToken).ConfigureAwait(false)) permit = round.Arrive(full);
                else round.TurnAway(full, wait);
                permit ??= round.TryNext();
            }

            if (permit is null)
            {
                // 2. Nobody, the first time: that is the answer.
                if (last is null) return new FailedAnswer(round.Refusal ?? Refusals.Of(Entry.Open, candidates[0].Upstream.Name, request.Route!.Model, Breaker.TrialPace));
                // 3. Nobody else: another credential of the one that has enough to do, or those that failed, after a pause until the first of them may be asked again.
                if (FaultBlame.Of(last.Fault) == Blame.Busy && (permit = round.TryOtherCredential(failed!)) is not null) continue;
                soonest ??= last;
                if (round.Again() && RetryPolicy.PauseBefore(++rounds, round.Extra - 1, soonest.Target!.Upstream.MaxRetries, soonest.Fault, waited) is { } pause
                    && await drain.PauseAsync(pause, cancellationToken).ConfigureAwait(false))
                {
                    waited += pause;
                    soonest = null;
                    round.Rested();
                    permit = round.TryNext();
                    if (permit is not null || round.Waits is not null) continue;
                }

                _retries.Deposit(1); // the extra call that was not made
                return soonest ?? last;
            }

            // 4. The call, if its limits let it: they are nobody's fault, and no call.
            var target = permit.Target;
            if (request.Limits is { } limits)
            {
                if (!limits.TryTakeAt(request, target, out var atLimit, out var running))
                {
                    permit.Dispose();
                    permit = null;
                    round.PassOver(atLimit!, hasCalled: last is not null);
                    continue;
                }

                permit.AlsoHolds = running;
            }

            var answer = await CallAsync(request, permit, cancellationToken).ConfigureAwait(false);
            if (answer.Fault is not { } fault) return answer;
            request.CallFailed();
            last = new FailedAnswer(fault, target, request.Calls, answer.RateLimits);
            soonest = soonest is not null && IsSooner(soonest.Fault, fault) ? new FailedAnswer(soonest.Fault, soonest.Target, request.Calls, soonest.RateLimits) : last;
            await answer.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested(); // what goes on without its caller is not tried again

            // 5. Whether there is another one. What was sent as it came from the client is gone: there is nothing to try again with.
            var isMisplaced = FaultBlame.IsTooLongForModel(fault) || FaultBlame.IsUnknownModel(fault);
            if (!(fault.IsRetryable || isMisplaced) || request.Upload is { IsSpent: true } || request.Hedges is not null) return last;
            (failed, permit) = (permit, null);
            var blame = FaultBlame.Of(fault);
            if (isMisplaced) round.Bar(target);
            if (blame is Blame.Credential or Blame.Suspicion)
            {
                // A refused credential is set aside, so another one costs an extra call once, and not with every request.
                permit = round.TryOtherCredential(failed);
                if (permit is null) round.Bar(target);
                else if (blame == Blame.Credential) continue;
            }

            if (!RetryPolicy.MayMove(round.Extra, target.Upstream.MaxRetries) || !_retries.TryTake(time.GetElapsedTime(_epoch)))
            {
                permit?.Dispose();
                return soonest;
            }

            round.Extra++;
        }
    }

    /// <summary>Whether it makes sense to ask again where <paramref name="before"/> happened, and sooner than where <paramref name="fault"/> did.</summary>
    private static bool IsSooner(GatewayFault before, GatewayFault fault) =>
        before.IsRetryable && FaultBlame.Of(before) is (Blame.Busy or Blame.Upstream) && (fault.RetryAfter ?? TimeSpan.Zero) > (before.RetryAfter ?? TimeSpan.Zero);

    private static string NameOf(Caller caller) => caller.KeyId ?? caller.UserId ?? caller.Name;

    private async ValueTask<LlmAnswer> CallAsync(LlmRequest request, CallPermit permit, CancellationToken cancellationToken)
    {
        var target = permit.Target;
        var upstream = upstreams.Find(target.Upstream.KindFor(request));
        request.Called = target;
        LlmAnswer? answer = null;
        try
        {
            answer = await upstream.SendAsync(request, target, cancellationToken).ConfigureAwait(false);
            if (answer.Fault is null)
            {
                var opening = await Opening.ReadAsync(answer, time, request.IsRaced ? Timeout.InfiniteTimeSpan : Opening.Longest, cancellationToken).ConfigureAwait(false);
                if (opening.Fault is not { } fault)
                {
                    permit.Spoke();
                    return new PrimedAnswer(answer, opening, request.Calls, permit);
                }

                await answer.DisposeAsync().ConfigureAwait(false);
                answer = new FailedAnswer(fault.Kind == FaultKind.StreamCut ? Unheard(fault, target) : fault, target, rateLimits: answer.RateLimits);
            }

            permit.Failed(answer.Fault!);
            permit.Dispose();
            return answer;
        }
        catch
        {
            if (answer is not null) await answer.DisposeAsync().ConfigureAwait(false);
            permit.Dispose();
            throw;
        }
    }

    /// <summary>Those that offer what is asked. When nobody does, the first one says so. Everybody answers prompts.</summary>
    private ImmutableArray<UpstreamTarget> Able(LlmRequest request, ImmutableArray<UpstreamTarget> candidates) =>
        request.Operation == LlmOperation.Generate ? candidates
        : candidates.RemoveAll(candidate => !IsOffered(request, candidate)) is { IsEmpty: false } able ? able
        : candidates;

    private bool IsOffered(LlmRequest request, UpstreamTarget target) => upstreams.Find(target.Upstream.KindFor(request)).Offers(request.Operation, request.Format);

    /// <summary>Nobody is called: the vendor cannot count.</summary>
    private bool IsEstimated(LlmRequest request, UpstreamTarget target) => request.Operation == LlmOperation.CountTokens && !IsOffered(request, target);

    private PrimedAnswer Estimate(LlmRequest request, UpstreamTarget target)
    {
        request.Called = target;
        request.CallLeaves(time.GetTimestamp());
        if (request.ReadPrompt is not null) _ = request.Prompt; // what cannot be read is refused, as by a vendor that counts
        return new PrimedAnswer(new EstimatedCount(request, target, estimator), default, request.Calls, permit: null);
    }

    /// <summary>To the caller it is no answer that was cut, for nothing of it was heard.</summary>
    private static GatewayFault Unheard(GatewayFault cut, UpstreamTarget target) =>
        cut with { IsRetryable = true, Message = $"The provider '{target.Upstream.Name}' broke off before it said anything. Ask again." };
}
