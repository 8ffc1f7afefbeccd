using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline.Admission;

/// <summary>An answer that counts as running until it is disposed of.</summary>
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

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken) => inner.MoveNextAsync(cancellationToken);

    public override void GiveUp() => inner.GiveUp();

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await inner.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            if (Interlocked.Exchange(ref _hasLeft, 1) == 0) limits.Leave(request);
        }
    }
}
