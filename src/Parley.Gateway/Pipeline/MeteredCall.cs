using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline.Caching;
using Parley.Gateway.Ports;
using Parley.Gateway.Telemetry;

namespace Parley.Gateway.Pipeline;

/// <summary>One call under the meter: its ledger entry, and the tally of what came. Settled exactly once.</summary>
internal sealed class MeteredCall(LlmRequest request, ILedgerEntry entry, Settlements settlements, GatewayMetrics metrics, CancellationToken client)
{
    private bool _settled;

    public LlmRequest Request => request;

    public AnswerTally Tally { get; } = new();

    /// <summary>Timestamp of the first token, 0 before it.</summary>
    public long FirstTokenAt { get; private set; }

    /// <summary>
    /// What an answer used whose provider does not say, once it is settled: callers for whom it is written anew get the figures of the books, and agents that shorten their
    /// conversations by them go on doing so. Null where the provider says it, and where its own bytes pass.
    /// </summary>
    public Usage? Estimate { get; private set; }

    /// <summary>Nobody waits for the answer any more.</summary>
    public bool ClientLeft => client.IsCancellationRequested;

    /// <summary>Notes a step, and the time of the first token.</summary>
    public void Observe(LlmAnswer answer)
    {
        Tally.Observe(answer.Events);
        if (FirstTokenAt == 0 && (Tally.HasToken || answer.IsWhole)) FirstTokenAt = metrics.Time.GetTimestamp();
    }

    /// <summary>A stream whose first step is here: waits until the intent is durable.</summary>
    public async ValueTask<LlmAnswer> BeginStreamAsync(LlmAnswer answer, CancellationToken cancellationToken)
    {
        var waiting = metrics.Time.GetTimestamp();
        await entry.WhenDurableAsync(cancellationToken).ConfigureAwait(false);
        metrics.StageTook("ledger_intent", waiting);
        return new MeteredAnswer(answer, this, settlements);
    }

    /// <summary>A whole answer: its one step is here, so it is settled before it leaves.</summary>
    public ValueTask SettleWholeAsync(LlmAnswer answer)
    {
        Observe(answer);
        return SettleAsync(answer, settlements.Ended(this, answer));
    }

    /// <summary>An answer of the cache, streamed or not: all of it is here, so it is settled before it leaves, in one commit.</summary>
    public async ValueTask SettleKeptAsync(CachedAnswer answer)
    {
        while (await answer.MoveNextAsync(CancellationToken.None).ConfigureAwait(false)) Observe(answer);
        await SettleAsync(answer, settlements.Ended(this, answer)).ConfigureAwait(false);
        answer.Rewind();
    }

    /// <summary>Hands the settlement in and waits until it is durable.</summary>
    public async ValueTask SettleAsync(LlmAnswer? answer, UsageSettlement settlement)
    {
        if (_settled) return;
        _settled = true;
        answer?.Conclude();
        if (settlement is { Estimated: true, Outcome: CallOutcome.Completed } && IsWrittenAnew(answer)) Estimate = settlement.Usage;
        Tally.Dispose();
        metrics.Settled(request, settlement, answer?.Target);
        settlements.Learn(request, settlement, answer?.Target);
        request.Limits?.Settled(request, settlement);
        var waiting = metrics.Time.GetTimestamp();
        await entry.SettleAsync(settlement).ConfigureAwait(false);
        metrics.StageTook("ledger_settle", waiting);
    }

    /// <summary>The call ended in an exception: the client left, or something broke. Nobody waits for this settlement,
    /// and the ledger keeps it whatever happens.</summary>
    public async ValueTask AbandonAsync(Exception problem, CancellationToken client)
    {
        try
        {
            await SettleAsync(null, settlements.Abandoned(this, null, problem, client.IsCancellationRequested)).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            // The ledger holds the settlement and reports its own trouble; the exception under way tells the caller more.
        }
    }

    /// <summary>Where the provider's policy wants it, reads an answer that nobody waits for to its end: then the vendor tells what it used.
    /// The call itself limits how long that takes.</summary>
    public async ValueTask DrainAsync(LlmAnswer answer)
    {
        if (_settled || !ClientLeft || answer.Target is not { Upstream.IsDrained: true }) return;
        try
        {
            while (!Tally.IsCompleted && Tally.Fault is null && await answer.MoveNextAsync(CancellationToken.None).ConfigureAwait(false)) Observe(answer);
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException)
        {
            // The limit, or the end of the process: what came by then is booked.
        }
    }

    /// <summary>The stream is given up before its end.</summary>
    public ValueTask AbandonAsync(LlmAnswer answer) =>
        _settled ? default : SettleUnheardAsync(answer, settlements.Abandoned(this, answer, null, clientLeft: true));

    /// <summary>The answer was there, but the caller got <paramref name="fault"/> in its place.</summary>
    public ValueTask WithholdAsync(LlmAnswer answer, GatewayFault fault) =>
        _settled ? default : SettleUnheardAsync(answer, settlements.Withheld(this, answer, fault));

    /// <summary>Its bytes are not the caller's: they are of another format, or whole where a stream is wanted, or the other way round. The app reads events itself.</summary>
    private bool IsWrittenAnew(LlmAnswer? answer) => answer is not null && request is { Operation: LlmOperation.Generate, IsOwn: false }
        && (answer.Format != request.Format || answer.HasChangedForm || answer.IsWhole == request.Envelope.Stream);

    private async ValueTask SettleUnheardAsync(LlmAnswer answer, UsageSettlement settlement)
    {
        try
        {
            await SettleAsync(answer, settlement).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            // As above: the ledger holds it.
        }
    }
}
