using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline;

/// <summary>An answer that failed before its first step.</summary>
internal sealed class FailedAnswer(
    GatewayFault fault, UpstreamTarget? target = null, int attempts = 0, IReadOnlyList<KeyValuePair<string, string>>? rateLimits = null) : LlmAnswer
{
    public override GatewayFault Fault => fault;

    public override UpstreamTarget? Target => target;

    public override int Attempts => attempts;

    public override IReadOnlyList<KeyValuePair<string, string>> RateLimits => rateLimits ?? [];

    public override EventBatch Events { get; } = new();

    public override ReadOnlyMemory<byte> Raw => default;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken) => new(false);

    public override ValueTask DisposeAsync() => default;
}
