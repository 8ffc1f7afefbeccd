using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline;

/// <summary>A stage that wraps another one: a cross-cutting concern is a wrapper, not a branch in the wrapped.</summary>
public abstract class DelegatingLlmClient(ILlmClient inner) : ILlmClient
{
    /// <summary>The next stage.</summary>
    protected ILlmClient Inner { get; } = inner;

    /// <inheritdoc/>
    public abstract ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken);
}
