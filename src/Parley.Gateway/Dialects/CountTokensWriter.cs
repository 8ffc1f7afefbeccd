using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Writes a counted or estimated prompt: <c>{"input_tokens":n}</c>, which Responses gives a name (<c>object</c>).</summary>
internal sealed class CountTokensWriter(WireFormat format) : IAnswerWriter
{
    public void Write(in LlmEvent item, IBufferWriter<byte> output)
    {
        if (item is not { Kind: LlmEventKind.Usage, Usage: { } usage }) return;
        output.Raw(format == WireFormat.Responses ? "{\"object\":\"response.input_tokens\",\"input_tokens\":"u8 : "{\"input_tokens\":"u8);
        output.Number(usage.PromptTokens);
        output.Raw("}"u8);
    }
}
