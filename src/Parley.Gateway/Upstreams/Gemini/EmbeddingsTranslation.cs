using System.Buffers;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Upstreams.Gemini;

/// <summary>Embeddings in OpenAI's format over Gemini. Where the vendor does not say what it counted, the caller gets the same
/// estimate that is booked, and only the record can say that it is one.</summary>
internal sealed class EmbeddingsTranslation(LlmRequest request, UpstreamTarget target, ITokenEstimator estimator) : BodyTranslation
{
    private readonly EmbeddingsRequest _asked = EmbeddingsRequest.Read(request.Body.Span);

    public override WireFormat Format => WireFormat.Chat;

    public override IReadOnlyCollection<string> WriteRequest(IBufferWriter<byte> output)
    {
        _asked.Write(target.UpstreamModel, output);
        return _asked.Dropped;
    }

    public override void ReadAnswer(ReadOnlyMemory<byte> body, IBufferWriter<byte> output, EventBatch events)
    {
        var answer = new EmbeddingsAnswer(_asked, request.Envelope.Model);
        if (!answer.TryWrite(body, () => PromptTokens.Estimate(request, target.UpstreamModel, estimator), output))
        {
            events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = UpstreamErrors.Garbage });
            return;
        }

        events.Add(new LlmEvent { Kind = LlmEventKind.Started });
        if (answer.Usage is { } usage) events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = usage });
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.Stop });
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }
}
