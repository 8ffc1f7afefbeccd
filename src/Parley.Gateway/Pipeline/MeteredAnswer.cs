using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline;

/// <summary>A stream under the meter: notes every step, and holds back the last one until the settlement is durable.</summary>
internal sealed class MeteredAnswer(LlmAnswer inner, MeteredCall call, Settlements settlements) : LlmAnswer
{
    private bool _ledgerDown;

    public override UpstreamTarget? Target => inner.Target;

    public override WireFormat? Format => inner.Format;

    public override MediaHead? Media => inner.Media;

    public override int Attempts => inner.Attempts;

    public override IReadOnlyCollection<string> Dropped => inner.Dropped;

    public override IReadOnlyList<KeyValuePair<string, string>> RateLimits => inner.RateLimits;

    public override CacheTrace Cache => inner.Cache;

    public override EventBatch Events => inner.Events;

    public override ReadOnlyMemory<byte> Raw => _ledgerDown ? default : inner.Raw;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_ledgerDown) return new ValueTask<bool>(false);
        var moving = inner.MoveNextAsync(cancellationToken);
        return moving.IsCompletedSuccessfully ? Pass(moving.Result) : AwaitAsync(moving);
    }

    public override void GiveUp() => inner.GiveUp();

    public override async ValueTask DisposeAsync()
    {
        await call.DrainAsync(inner).ConfigureAwait(false);
        // First the upstream, so that it stops generating at once; then the books.
        await inner.DisposeAsync().ConfigureAwait(false);
        await call.AbandonAsync(inner).ConfigureAwait(false);
    }

    private async ValueTask<bool> AwaitAsync(ValueTask<bool> moving) =>
        await Pass(await moving.ConfigureAwait(false)).ConfigureAwait(false);

    private ValueTask<bool> Pass(bool moved)
    {
        if (!moved) return new ValueTask<bool>(false);
        call.Observe(inner);
        return call.Tally.IsCompleted || call.Tally.Fault is not null ? SettleAsync() : new ValueTask<bool>(true);
    }

    private async ValueTask<bool> SettleAsync()
    {
        try
        {
            await call.SettleAsync(inner, settlements.Ended(call, inner)).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            _ledgerDown = true;
            inner.Events.Clear();
            inner.Events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = Meter.LedgerDown });
        }

        return true;
    }
}
