using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline;

/// <summary>An answer around another one: says what that says, except where it knows better.</summary>
internal abstract class DelegatingAnswer(LlmAnswer inner) : LlmAnswer
{
    public override GatewayFault? Fault => Inner.Fault;

    public override UpstreamTarget? Target => Inner.Target;

    public override WireFormat? Format => Inner.Format;

    public override bool IsWhole => Inner.IsWhole;

    public override MediaHead? Media => Inner.Media;

    public override int Attempts => Inner.Attempts;

    public override IReadOnlyCollection<string> Dropped => Inner.Dropped;

    public override IReadOnlyList<KeyValuePair<string, string>> RateLimits => Inner.RateLimits;

    public override bool IsEstimate => Inner.IsEstimate;

    public override CacheTrace Cache => Inner.Cache;

    public override bool MayChangeForm => Inner.MayChangeForm;

    public override bool HasChangedForm => Inner.HasChangedForm;

    public override EventBatch Events => Inner.Events;

    public override ReadOnlyMemory<byte> Raw => Inner.Raw;

    protected LlmAnswer Inner { get; } = inner;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken) => Inner.MoveNextAsync(cancellationToken);

    public override void Conclude() => Inner.Conclude();

    public override void GiveUp() => Inner.GiveUp();

    public override ValueTask DisposeAsync() => Inner.DisposeAsync();
}
