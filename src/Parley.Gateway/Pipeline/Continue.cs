using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline;

/// <summary>
/// Second stage: a stream that breaks off in the middle of plain text goes on at another upstream, where the route has one whose model
/// was said to continue an assistant's turn. Each leg is a call of its own to the meter behind this stage.
/// </summary>
internal sealed class Continue(ILlmClient inner) : DelegatingLlmClient(inner)
{
    public override ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken) =>
        request is { Envelope.Stream: true, Operation: LlmOperation.Generate, Route.Continues: true }
            ? WatchAsync(request, cancellationToken) : Inner.SendAsync(request, cancellationToken);

    private async ValueTask<LlmAnswer> WatchAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        var answer = await Inner.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.Fault is null && !answer.IsWhole ? new ContinuedAnswer(answer, request, Inner) : answer;
    }
}
