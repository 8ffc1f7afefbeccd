using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Writes a counted or estimated prompt as <c>{"input_tokens":n}</c>.</summary>
internal sealed class CountTokensWriter : IAnswerWriter
{
    public void Write(in LlmEvent item, IBufferWriter<byte> output)
    {
        if (item is { Kind: LlmEventKind.Usage, Usage: { } usage }) CountTokens.Write(usage.PromptTokens, output);
    }
}
