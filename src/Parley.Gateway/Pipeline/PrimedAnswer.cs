using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline;

/// <summary>An answer whose first step has been taken already: hands that step out first.</summary>
internal sealed class PrimedAnswer(LlmAnswer inner, int attempts) : LlmAnswer
{
    private bool _started;

    public override UpstreamTarget? Target => inner.Target;

    public override WireFormat? Format => inner.Format;

    public override bool IsWhole => inner.IsWhole;

    public override bool IsEstimate => inner.IsEstimate;

    public override int Attempts => attempts;

    public override IReadOnlyCollection<string> Dropped => inner.Dropped;

    public override EventBatch Events => inner.Events;

    public override ReadOnlyMemory<byte> Raw => inner.Raw;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_started) return inner.MoveNextAsync(cancellationToken);
        _started = true;
        return new ValueTask<bool>(true);
    }

    public override ValueTask DisposeAsync() => inner.DisposeAsync();
}
