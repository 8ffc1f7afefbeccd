using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams;

namespace Parley.Gateway.Pipeline;

/// <summary>
/// Last stage (the picture's "Route"): tries the route's candidates until one speaks. It waits until an answer says
/// something (<see cref="Opening"/>), so that an error inside a 200 counts as a failed call as long as nothing was sent to the
/// client; after that the answer is the client's, whatever happens to it.
/// </summary>
internal sealed class Dispatch(RouteChooser chooser, UpstreamKinds upstreams, ITokenEstimator estimator, Drain drain, TimeProvider time) : ILlmClient
{
    public async ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        var plan = request.Plan = chooser.Plan(request);
        var candidates = plan.Candidates;
        var attempts = 0;
        for (var turn = 0; ; turn++)
        {
            var target = candidates[turn % candidates.Length];
            attempts++;
            var answer = await CallAsync(request, target, attempts, cancellationToken).ConfigureAwait(false);
            if (answer.Fault is not { } fault) return answer;
            await answer.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested(); // what goes on without its caller is not tried again
            // What was sent as it came from the client is gone: there is nothing to try again with.
            if (request.Upload is { IsSpent: true }) return new FailedAnswer(fault, target, attempts, answer.RateLimits);
            // Every candidate gets one try; further rounds are the retries of the candidate whose turn it is.
            var pause = RetryPolicy.PauseBefore(turn + 1, candidates.Length, target.Upstream.MaxRetries, fault);
            if (pause is not { } wait || (wait > TimeSpan.Zero && !await drain.PauseAsync(wait, cancellationToken).ConfigureAwait(false)))
                return new FailedAnswer(fault, target, attempts, answer.RateLimits);
        }
    }

    private async ValueTask<LlmAnswer> CallAsync(LlmRequest request, UpstreamTarget target, int attempts, CancellationToken cancellationToken)
    {
        var upstream = upstreams.Find(target.Upstream.KindFor(request));
        request.Called = target;
        if (request.Operation == LlmOperation.CountTokens && !upstream.Offers(request.Operation, request.Format))
        {
            request.CallLeaves(time.GetTimestamp());
            return new PrimedAnswer(new EstimatedCount(request, target, estimator), default, attempts);
        }

        if (request.Limits is { } limits && !limits.TryTakeAt(request, target, out var full)) return new FailedAnswer(full!, target);
        var answer = await upstream.SendAsync(request, target, cancellationToken).ConfigureAwait(false);
        if (answer.Fault is not null) return answer;
        Opening opening;
        try
        {
            opening = await Opening.ReadAsync(answer, time, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await answer.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        if (opening.Fault is not { } fault) return new PrimedAnswer(answer, opening, attempts);
        await answer.DisposeAsync().ConfigureAwait(false);
        return new FailedAnswer(fault.Kind == FaultKind.StreamCut ? Unheard(fault, target) : fault, target, rateLimits: answer.RateLimits);
    }

    /// <summary>To the caller it is no answer that was cut, for nothing of it was heard.</summary>
    private static GatewayFault Unheard(GatewayFault cut, UpstreamTarget target) =>
        cut with { IsRetryable = true, Message = $"The provider '{target.Upstream.Name}' broke off before it said anything. Ask again." };
}
