using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline;

/// <summary>A token count over an upstream that cannot count: an estimate, and marked as one.</summary>
internal sealed class EstimatedCount : LlmAnswer
{
    public EstimatedCount(LlmRequest request, UpstreamTarget target, ITokenEstimator estimator)
    {
        Target = target;
        var tokens = PromptTokens.Estimate(request, target.UpstreamModel, estimator);
        Events.Add(new LlmEvent { Kind = LlmEventKind.Started });
        Events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = new Usage(Input: tokens) });
        Events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.Stop });
        Events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }

    public override UpstreamTarget Target { get; }

    public override bool IsWhole => true;

    public override bool IsEstimate => true;

    public override EventBatch Events { get; } = new();

    public override ReadOnlyMemory<byte> Raw => default;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken) => new(false);

    public override ValueTask DisposeAsync() => default;
}
