using System.Text.Json;
using System.Text.Unicode;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Reads a vendor's count of a prompt's tokens as events, so that it travels like any other answer.</summary>
/// <param name="member">The member of the answer that holds the count.</param>
internal sealed class CountTokensReader(string member) : IAnswerReader
{
    public void Read(ReadOnlyMemory<byte> eventName, ReadOnlyMemory<byte> data, EventBatch events)
    {
        if (Count(data) is not { } tokens)
        {
            events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = new GatewayFault(FaultKind.UpstreamFailed, "The provider's token count could not be read.") });
            return;
        }

        events.Add(new LlmEvent { Kind = LlmEventKind.Started });
        events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = new Usage(Input: tokens), Json = data });
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.Stop });
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }

    public void End(EventBatch events)
    {
        // One body is the whole answer: Read has said everything.
    }

    private long? Count(ReadOnlyMemory<byte> body)
    {
        try
        {
            if (!Utf8.IsValid(body.Span)) return null;
            long? count = null;
            var reader = Wire.Open(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (Wire.NextMember(ref reader))
            {
                if (reader.ValueTextEquals(member)) count = Wire.Count(ref reader);
                else reader.Skip();
            }

            reader.Read(); // nothing but white space may follow
            return count;
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            return null;
        }
    }
}
