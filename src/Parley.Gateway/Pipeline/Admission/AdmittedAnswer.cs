using System.Runtime.CompilerServices;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline.Admission;

/// <summary>A stream that counts as running until its last step or, when it does not come so far, until it is disposed of. Not longer: a client
/// that asks again as soon as it has the end must find its place free.</summary>
internal sealed class AdmittedAnswer(LlmAnswer inner, LlmRequest request, LimitBook limits) : LlmAnswer
{
    private int _hasLeft;

    public override GatewayFault? Fault => inner.Fault;

    public override UpstreamTarget? Target => inner.Target;

    public override WireFormat? Format => inner.Format;

    public override bool IsWhole => inner.IsWhole;

    public override MediaHead? Media => inner.Media;

    public override int Attempts => inner.Attempts;

    public override IReadOnlyCollection<string> Dropped => inner.Dropped;

    public override IReadOnlyList<KeyValuePair<string, string>> RateLimits => inner.RateLimits;

    public override bool IsEstimate => inner.IsEstimate;

    public override bool MayChangeForm => inner.MayChangeForm;

    public override bool HasChangedForm => inner.HasChangedForm;

    public override EventBatch Events => inner.Events;

    public override ReadOnlyMemory<byte> Raw => inner.Raw;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        var moving = inner.MoveNextAsync(cancellationToken);
        return moving.IsCompletedSuccessfully ? new ValueTask<bool>(Look(moving.Result)) : LookBehindAsync(moving);
    }

    public override void GiveUp() => inner.GiveUp();

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await inner.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> LookBehindAsync(ValueTask<bool> moving) => Look(await moving.ConfigureAwait(false));

    private bool Look(bool moved)
    {
        if (!moved || inner.Events.Events is [.., { Kind: LlmEventKind.Completed or LlmEventKind.Failed }]) Leave();
        return moved;
    }

    private void Leave()
    {
        if (Interlocked.Exchange(ref _hasLeft, 1) == 0) limits.Leave(request);
    }
}
