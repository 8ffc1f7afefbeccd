using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Writes a counted or estimated prompt as the answer of <c>/v1/messages/count_tokens</c>: <c>{"input_tokens":n}</c>.</summary>
internal sealed class CountTokensWriter : IAnswerWriter
{
    public void Write(in LlmEvent item, IBufferWriter<byte> output)
    {
        if (item is not { Kind: LlmEventKind.Usage, Usage: { } usage }) return;
        output.Raw("{\"input_tokens\":"u8);
        output.Number(usage.PromptTokens);
        output.Raw("}"u8);
    }
}
