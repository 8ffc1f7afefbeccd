using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Reads the answer of <c>/v1/messages/count_tokens</c> as events, so that it travels like any other answer.</summary>
internal sealed class CountTokensReader : IAnswerReader
{
    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (CountTokens.Read(data) is not { } usage)
        {
            events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = new GatewayFault(FaultKind.UpstreamFailed, "The provider's token count could not be read.") });
            return;
        }

        events.Add(new LlmEvent { Kind = LlmEventKind.Started });
        events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = usage, Json = data });
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.Stop });
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }

    public void End(EventBatch events)
    {
        // One body is the whole answer: Read has said everything.
    }
}
