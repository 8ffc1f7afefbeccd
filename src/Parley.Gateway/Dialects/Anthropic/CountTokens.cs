using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>The answer of <c>/v1/messages/count_tokens</c>: <c>{"input_tokens":n}</c>.</summary>
internal static class CountTokens
{
    /// <summary>Usage with the counted prompt, or null when the body is something else.</summary>
    public static Usage? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            if (!Utf8.IsValid(body.Span)) return null;
            long? count = null;
            var reader = Wire.Open(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (Wire.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("input_tokens"u8)) count = Wire.Count(ref reader);
                else reader.Skip();
            }

            reader.Read(); // nothing but white space may follow
            return count is { } tokens ? new Usage(Input: tokens) : null;
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            return null;
        }
    }

    /// <summary>Writes the answer.</summary>
    public static void Write(long inputTokens, IBufferWriter<byte> output)
    {
        output.Raw("{\"input_tokens\":"u8);
        output.Number(inputTokens);
        output.Raw("}"u8);
    }
}
