using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline;

/// <summary>A whole answer whose provider did not say what it used: the ledger's estimate is told in its place, and marked as one.</summary>
internal sealed class EstimatedAnswer(LlmAnswer inner, Usage estimate) : DelegatingAnswer(inner)
{
    public override bool IsEstimate => true;

    public override EventBatch Events { get; } = inner.Events.WithUsage(estimate);
}
