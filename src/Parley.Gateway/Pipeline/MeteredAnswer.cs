using System.Runtime.CompilerServices;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline;

/// <summary>A stream under the meter: notes every step, and holds back the last one until the settlement is durable.</summary>
internal sealed class MeteredAnswer(LlmAnswer inner, MeteredCall call, Settlements settlements) : DelegatingAnswer(inner)
{
    private bool _ledgerDown;
    private EventBatch? _end; // with what the provider did not tell

    public override EventBatch Events => _end ?? Inner.Events;

    public override ReadOnlyMemory<byte> Raw => _ledgerDown ? default : Inner.Raw;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_ledgerDown) return new ValueTask<bool>(false);
        var moving = Inner.MoveNextAsync(cancellationToken);
        return moving.IsCompletedSuccessfully ? Pass(moving.Result) : AwaitAsync(moving);
    }

    public override async ValueTask DisposeAsync()
    {
        await call.DrainAsync(Inner).ConfigureAwait(false);
        // First the upstream, so that it stops generating at once; then the books.
        await base.DisposeAsync().ConfigureAwait(false);
        await call.AbandonAsync(Inner).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AwaitAsync(ValueTask<bool> moving) =>
        await Pass(await moving.ConfigureAwait(false)).ConfigureAwait(false);

    private ValueTask<bool> Pass(bool moved)
    {
        if (!moved) return new ValueTask<bool>(false);
        call.Observe(Inner);
        return call.Tally.IsCompleted || call.Tally.Fault is not null ? SettleAsync() : new ValueTask<bool>(true);
    }

    private async ValueTask<bool> SettleAsync()
    {
        try
        {
            await call.SettleAsync(Inner, settlements.Ended(call, Inner)).ConfigureAwait(false);
            if (call.Estimate is { } estimate) _end = Inner.Events.WithUsage(estimate);
        }
        catch (LedgerUnavailableException)
        {
            _ledgerDown = true;
            Inner.Events.Clear();
            Inner.Events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = Meter.LedgerDown with { IsRetryable = false } });
        }

        return true;
    }
}
