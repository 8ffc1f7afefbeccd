using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline;

/// <summary>The answer that was taken of two, or the only one of a race that nobody else entered.</summary>
internal sealed class RacedAnswer(LlmAnswer inner, CancellationTokenSource over, int otherCalls, Task? ending) : LlmAnswer
{
    public override GatewayFault? Fault => inner.Fault;

    public override UpstreamTarget? Target => inner.Target;

    public override WireFormat? Format => inner.Format;

    public override bool IsWhole => inner.IsWhole;

    public override MediaHead? Media => inner.Media;

    public override int Attempts => inner.Attempts + otherCalls;

    public override IReadOnlyCollection<string> Dropped => inner.Dropped;

    public override IReadOnlyList<KeyValuePair<string, string>> RateLimits => inner.RateLimits;

    public override bool IsEstimate => inner.IsEstimate;

    public override bool MayChangeForm => inner.MayChangeForm;

    public override bool HasChangedForm => inner.HasChangedForm;

    public override EventBatch Events => inner.Events;

    public override ReadOnlyMemory<byte> Raw => inner.Raw;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken) => inner.MoveNextAsync(cancellationToken);

    public override void GiveUp() => inner.GiveUp();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        if (ending is not null) await ending.ConfigureAwait(false);
        over.Dispose();
    }
}
