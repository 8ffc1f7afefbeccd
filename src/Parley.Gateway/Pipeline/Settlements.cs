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
    public UsageSettlement Failed(MeteredCall call, LlmAnswer answer, GatewayFault fault) => Draw(call, answer, OutcomeOf(fault), null, fault.Label, fault.Status);

    /// <summary>The upstream answered, and the caller got <paramref name="fault"/> instead.</summary>
    public UsageSettlement Withheld(MeteredCall call, LlmAnswer answer, GatewayFault fault) => Draw(call, answer, OutcomeOf(fault), Extent.Part, fault.Label, fault.Status);

    /// <summary>The answer came to its end, or failed in the middle.</summary>
    public UsageSettlement Ended(MeteredCall call, LlmAnswer answer)
    {
        var fault = call.Tally.Fault;
        var outcome = fault is null ? CallOutcome.Completed : CallOutcome.Failed;
        if (call.Request.Operation == LlmOperation.CountTokens) return Draw(call, answer, outcome, null); // counting uses nothing
        var settlement = Draw(call, answer, outcome, fault is null ? Extent.Whole : Extent.Part, fault?.Label);
        return call.ClientLeft && answer.Target is { Upstream.IsDrained: true } drained ? Left(call, settlement, drained.Upstream.CancelPolicy) : settlement;
    }

    /// <summary>The client left, or Parley itself broke (<paramref name="problem"/>).</summary>
    public UsageSettlement Abandoned(MeteredCall call, LlmAnswer? answer, Exception? problem, bool clientLeft)
    {
        var policy = (answer?.Target ?? call.Request.Called)?.Upstream.CancelPolicy ?? "estimate";
        var refused = (problem as GatewayFaultException)?.Fault;
        // A request that could not be translated was never sent.
        Extent? extent = refused is not null ? null : policy == "none" && clientLeft ? Extent.Reported : Extent.Part;
        var settlement = Draw(call, answer, CallOutcome.Failed, extent, refused?.Label ?? "internal", refused?.Status ?? 500);
        if (!clientLeft) return settlement;
        settlement = Left(call, settlement, policy);
        return refused is null ? settlement : settlement with { Status = refused.Status };
    }

    private static CallOutcome OutcomeOf(GatewayFault fault) => fault.Kind == FaultKind.NotCached ? CallOutcome.Cancelled : CallOutcome.Failed;

    private static UsageSettlement Left(MeteredCall call, UsageSettlement settlement, string policy) => settlement with
    {
        Outcome = CallOutcome.Cancelled, Status = ClientClosedRequest, Error = call.Request.IsOutpaced ? "outpaced" : "client_closed", CancelPolicy = policy,
    };

    private UsageSettlement Draw(MeteredCall call, LlmAnswer? answer, CallOutcome outcome, Extent? extent, string? error = null, int status = 200)
    {
        var target = answer?.Target ?? call.Request.Called;
        var total = time.GetElapsedTime(call.Request.Started);
        var (usage, raw, isEstimate) = extent is { } known ? Used(call, answer, known) : default;
        return new()
        {
            Outcome = outcome,
            Provider = target?.Upstream.Name,
            Model = target?.UpstreamModel,
            RouteReason = ReasonOf(call.Request.Plan, target),
            IsCached = answer?.Cache.IsHit == true,
            Attempts = answer?.Attempts ?? call.Request.Calls,
            Status = status,
            Error = error,
            Usage = usage,
            RawUsage = raw,
            Estimated = isEstimate,
            UpstreamStarted = call.Request.UpstreamStartedAt == 0 ? null : time.GetElapsedTime(call.Request.Started, call.Request.UpstreamStartedAt),
            FirstToken = call.FirstTokenAt == 0 ? null : time.GetElapsedTime(call.Request.Started, call.FirstTokenAt),
            Total = total,
        };
    }

    /// <summary>Why the route chose as it did, and who was called last when that was not its choice any more.</summary>
    private static string? ReasonOf(RoutePlan? plan, UpstreamTarget? last) => plan is not { Reason: { } reason, Candidates: [var first, ..] } || last is null
        || (last.Upstream.Name == first.Upstream.Name && last.UpstreamModel == first.UpstreamModel) ? plan?.Reason : $"{reason}; then {last.UpstreamModel} at {last.Upstream.Name}";

    /// <summary>What was used: as reported, or estimated where the vendor did not come to tell.</summary>
    private (Usage? Usage, ReadOnlyMemory<byte> Raw, bool IsEstimate) Used(MeteredCall call, LlmAnswer? answer, Extent extent)
    {
        var tally = call.Tally;
        var isWhole = extent == Extent.Whole;
        if (extent == Extent.Reported || (tally.Usage is not null && (isWhole || tally.IsUsageFinal))) return (tally.Usage, tally.RawUsage, false);
        if (!call.Request.IsCallOpen) return default;
        if (call.Request.Operation.IsMedia())
        {
            var (units, isEstimate) = MediaUnits.Count(call.Request, tally.Usage, isWhole);
            return (units, tally.RawUsage, isEstimate);
        }

        var model = answer?.Target?.UpstreamModel ?? call.Request.Envelope.Model;
        var output = tally.EstimateOutput(model, estimator);
        // The vendor may have reported the prompt already; what it said of the output by then is only a beginning.
        var usage = tally.Usage is { } begun
            ? begun with { Output = Math.Max(begun.Output, output - begun.Reasoning) }
            : new Usage(Input: PromptTokens.Estimate(call.Request, model, estimator), Output: output);
        return (usage, tally.RawUsage, true);
    }

    /// <summary>How much of an answer came, and is to be paid.</summary>
    private enum Extent
    {
        Whole,
        Part,

        /// <summary>Only what the vendor reported, by the provider's cancel policy.</summary>
        Reported,
    }
}
