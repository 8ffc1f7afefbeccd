using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline.Caching;
using Parley.Gateway.Ports;
using Parley.Gateway.Telemetry;

namespace Parley.Gateway.Pipeline;

/// <summary>
/// Second stage: nothing leaves that the ledger does not know. The intent goes to the ledger while the upstream is
/// already called and is durable before the first byte leaves; the settlement is durable before the last one. A whole
/// answer has one step, first and last, so its settlement overtakes its intent: one commit.
/// </summary>
internal sealed class Meter(ILlmClient inner, IUsageLedger ledger, Settlements settlements, GatewayMetrics metrics) : DelegatingLlmClient(inner)
{
    public override async ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        if (ledger.IsAway) return new FailedAnswer(LedgerDown);
        var calling = Inner.SendAsync(request, cancellationToken);
        var call = new MeteredCall(request, ledger.Open(IntentOf(request)), settlements, metrics, cancellationToken);
        LlmAnswer answer;
        try
        {
            answer = await calling.ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            await call.AbandonAsync(problem, cancellationToken).ConfigureAwait(false);
            throw;
        }

        if (request.FirstUpstreamAt != 0) metrics.StageTook("route", request.ReadAt == 0 ? request.Started : request.ReadAt, request.FirstUpstreamAt);
        try
        {
            if (answer.Fault is { } fault) await call.SettleAsync(answer, settlements.Failed(call, answer, fault)).ConfigureAwait(false);
            else if (answer is CachedAnswer kept) await call.SettleKeptAsync(kept).ConfigureAwait(false);
            else if (!answer.IsWhole) return await call.BeginStreamAsync(answer, cancellationToken).ConfigureAwait(false);
            else await call.SettleWholeAsync(answer).ConfigureAwait(false);
            return call.Estimate is { } estimate ? new EstimatedAnswer(answer, estimate) : answer;
        }
        catch (LedgerUnavailableException)
        {
            await answer.DisposeAsync().ConfigureAwait(false);
            await call.WithholdAsync(answer, LedgerDown).ConfigureAwait(false);
            return new FailedAnswer(LedgerDown, answer.Target, answer.Attempts);
        }
        catch
        {
            await call.DrainAsync(answer).ConfigureAwait(false);
            await answer.DisposeAsync().ConfigureAwait(false);
            // The client may leave just while the intent becomes durable: it is settled all the same.
            await call.AbandonAsync(answer).ConfigureAwait(false);
            throw;
        }
    }

    internal static GatewayFault LedgerDown { get; } = new(FaultKind.Unavailable,
        "Parley cannot write its usage records at the moment, so it does not hand out answers. Try again in a moment; an administrator should look at the database.")
    { RetryAfter = TimeSpan.FromSeconds(2) };

    private static UsageIntent IntentOf(LlmRequest request) => new()
    {
        RequestId = request.Id,
        At = request.At,
        KeyId = request.Caller.KeyId,
        UserId = request.Caller.UserId,
        Format = request.Format,
        Operation = request.Operation,
        Stream = request.Envelope.Stream,
        ModelAsked = request.Envelope.Model,
        Continues = request.Continues,
        Hedges = request.Hedges,
        Route = request.Route?.Named,
        Tags = request.Tags,
    };
}
