using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline;

/// <summary>The one way to a model, for endpoints and for the app itself: a stage of the pipeline.</summary>
public interface ILlmClient
{
    /// <summary>
    /// Sends a request. The answer may already have failed (<see cref="LlmAnswer.Fault"/>): expected failures are
    /// values. The caller disposes the answer, which closes the upstream and settles the call.
    /// </summary>
    ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken);
}
