using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Learning;

namespace Parley.Gateway.Pipeline;

/// <summary>Draws up settlements: what was used, who says so, and how the call ended.</summary>
internal sealed class Settlements(ITokenEstimator estimator, LearnedLatencies latencies, TimeProvider time)
{
    private const int ClientClosedRequest = 499;

    /// <summary>The next choice of a route knows how this call went.</summary>
    public void Learn(LlmRequest request, UsageSettlement settlement, UpstreamTarget? target) => latencies.Settled(request, settlement, target);

    /// <summary>The call failed before its first step; or it went no further, as its caller wished.</summary>
    public UsageSettlement Failed(MeteredCall call, LlmAnswer answer, GatewayFault fault) =>
        Draw(call, answer, fault.Kind == FaultKind.NotCached ? CallOutcome.Cancelled : CallOutcome.Failed) with { Error = fault.Label, Status = fault.Status };

    /// <summary>The upstream answered, and the caller got <paramref name="fault"/> instead.</summary>
    public UsageSettlement Withheld(MeteredCall call, LlmAnswer answer, GatewayFault fault) =>
        WithUsage(Failed(call, answer, fault), call, answer, whole: false);

    /// <summary>The answer came to its end, or failed in the middle.</summary>
    public UsageSettlement Ended(MeteredCall call, LlmAnswer answer)
    {
        var fault = call.Tally.Fault;
        var settlement = Draw(call, answer, fault is null ? CallOutcome.Completed : CallOutcome.Failed);
        if (call.Request.Operation == LlmOperation.CountTokens) return settlement; // counting uses nothing
        settlement = WithUsage(settlement, call, answer, whole: fault is null);
        if (call.ClientLeft && answer.Target is { Upstream.IsDrained: true } drained) return Left(call, settlement, drained.Upstream.CancelPolicy);
        return fault is null ? settlement : settlement with { Error = fault.Label };
    }

    /// <summary>The client left, or Parley itself broke (<paramref name="problem"/>).</summary>
    public UsageSettlement Abandoned(MeteredCall call, LlmAnswer? answer, Exception? problem, bool clientLeft)
    {
        var policy = (answer?.Target ?? call.Request.Called)?.Upstream.CancelPolicy ?? "estimate";
        var settlement = Draw(call, answer, CallOutcome.Failed) with { Status = 500, Error = problem is GatewayFaultException { Fault.Label: var label } ? label : "internal" };
        if (clientLeft) settlement = Left(call, settlement, policy);
        // A request that could not be translated was never sent.
        if (problem is GatewayFaultException refused) return settlement with { Status = refused.Fault.Status };
        return policy == "none" && clientLeft
            ? settlement with { Usage = call.Tally.Usage, RawUsage = call.Tally.RawUsage }
            : WithUsage(settlement, call, answer, whole: false);
    }

    private static UsageSettlement Left(MeteredCall call, UsageSettlement settlement, string policy) => settlement with
    {
        Outcome = CallOutcome.Cancelled, Status = ClientClosedRequest, Error = call.Request.IsOutpaced ? "outpaced" : "client_closed", CancelPolicy = policy,
    };

    private UsageSettlement Draw(MeteredCall call, LlmAnswer? answer, CallOutcome outcome) => new()
    {
        Outcome = outcome,
        Provider = (answer?.Target ?? call.Request.Called)?.Upstream.Name,
        Model = (answer?.Target ?? call.Request.Called)?.UpstreamModel,
        RouteReason = ReasonOf(call.Request.Plan, answer?.Target ?? call.Request.Called),
        IsCached = answer?.Cache.IsHit == true,
        Attempts = answer?.Attempts ?? call.Request.Calls,
        Status = 200,
        UpstreamStarted = call.Request.UpstreamStartedAt == 0 ? null : time.GetElapsedTime(call.Request.Started, call.Request.UpstreamStartedAt),
        FirstToken = call.FirstTokenAt == 0 ? null : time.GetElapsedTime(call.Request.Started, call.FirstTokenAt),
        Total = time.GetElapsedTime(call.Request.Started),
    };

    /// <summary>Why the route chose as it did, and who was called last when that was not its choice any more.</summary>
    private static string? ReasonOf(RoutePlan? plan, UpstreamTarget? last) => plan is not { Reason: { } reason, Candidates: [var first, ..] } || last is null
        || (last.Upstream.Name == first.Upstream.Name && last.UpstreamModel == first.UpstreamModel) ? plan?.Reason : $"{reason}; then {last.UpstreamModel} at {last.Upstream.Name}";

    private UsageSettlement WithUsage(UsageSettlement settlement, MeteredCall call, LlmAnswer? answer, bool whole)
    {
        var tally = call.Tally;
        if (tally.Usage is { } reported && (whole || tally.IsUsageFinal))
            return settlement with { Usage = reported, RawUsage = tally.RawUsage };
        if (!call.Request.IsCallOpen) return settlement;
        if (call.Request.Operation.IsMedia())
        {
            var (units, isEstimate) = MediaUnits.Count(call.Request, tally.Usage, whole);
            return settlement with { Usage = units, RawUsage = tally.RawUsage, Estimated = isEstimate };
        }

        var model = answer?.Target?.UpstreamModel ?? call.Request.Envelope.Model;
        var output = tally.EstimateOutput(model, estimator);
        // The vendor may have reported the prompt already; what it said of the output by then is only a beginning.
        var usage = tally.Usage is { } begun
            ? begun with { Output = Math.Max(begun.Output, output - begun.Reasoning) }
            : new Usage(Input: PromptTokens.Estimate(call.Request, model, estimator), Output: output);
        return settlement with { Usage = usage, RawUsage = tally.RawUsage, Estimated = true };
    }
}
