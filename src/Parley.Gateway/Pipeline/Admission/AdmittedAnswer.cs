using System.Runtime.CompilerServices;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline.Admission;

/// <summary>A stream that counts as running until its last step or, when it does not come so far, until it is disposed of. Not longer: a client
/// that asks again as soon as it has the end must find its place free.</summary>
internal sealed class AdmittedAnswer(LlmAnswer inner, LlmRequest request, LimitBook limits) : DelegatingAnswer(inner)
{
    private int _hasLeft;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        var moving = Inner.MoveNextAsync(cancellationToken);
        return moving.IsCompletedSuccessfully ? new ValueTask<bool>(Look(moving.Result)) : LookBehindAsync(moving);
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync().ConfigureAwait(false);
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
        if (!moved || Inner.Events.Events is [.., { Kind: LlmEventKind.Completed or LlmEventKind.Failed }]) Leave();
        return moved;
    }

    private void Leave()
    {
        if (Interlocked.Exchange(ref _hasLeft, 1) == 0) limits.Leave(request);
    }
}
