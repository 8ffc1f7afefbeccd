using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>This format's usage object. Its totals include their details (cached in input, reasoning in output), Parley's buckets are disjoint.</summary>
internal static class UsageMapping
{
    /// <summary>Reads a usage object; null when it tells nothing.</summary>
    public static Usage? Read(ReadOnlyMemory<byte> json)
    {
        long? input = null, output = null;
        long cached = 0, written = 0, reasoning = 0, none = 0;
        var reader = Wire.Open(json);
        reader.Read();
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("input_tokens"u8)) Number(ref reader, ref input);
            else if (reader.ValueTextEquals("output_tokens"u8)) Number(ref reader, ref output);
            else if (reader.ValueTextEquals("input_tokens_details"u8)) Details(ref reader, "cached_tokens"u8, ref cached, "cache_write_tokens"u8, ref written);
            else if (reader.ValueTextEquals("output_tokens_details"u8)) Details(ref reader, "reasoning_tokens"u8, ref reasoning, default, ref none);
            else reader.Skip();
        }

        if (input is null && output is null) return null;
        cached = Math.Min(cached, input ?? 0);
        written = Math.Min(written, (input ?? 0) - cached);
        reasoning = Math.Min(reasoning, output ?? 0);
        return new Usage((input ?? 0) - cached - written, cached, written, Output: (output ?? 0) - reasoning, Reasoning: reasoning);
    }

    /// <summary>Writes the object.</summary>
    public static void Write(Usage usage, IBufferWriter<byte> output)
    {
        output.Raw("{\"input_tokens\":"u8);
        output.Number(usage.PromptTokens);
        output.Raw(",\"input_tokens_details\":{\"cached_tokens\":"u8);
        output.Number(usage.CacheRead);
        if (usage.CacheWrite5m + usage.CacheWrite1h > 0)
        {
            output.Raw(",\"cache_write_tokens\":"u8);
            output.Number(usage.CacheWrite5m + usage.CacheWrite1h);
        }

        output.Raw("},\"output_tokens\":"u8);
        output.Number(usage.CompletionTokens);
        output.Raw(",\"output_tokens_details\":{\"reasoning_tokens\":"u8);
        output.Number(usage.Reasoning);
        output.Raw("},\"total_tokens\":"u8);
        output.Number(usage.PromptTokens + usage.CompletionTokens);
        output.Raw("}"u8);
    }

    private static void Details(ref Utf8JsonReader reader, ReadOnlySpan<byte> first, ref long one, ReadOnlySpan<byte> second, ref long other)
    {
        if (!Wire.Enter(ref reader, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref reader))
        {
            long? value = null;
            if (reader.ValueTextEquals(first))
            {
                Number(ref reader, ref value);
                one = value ?? 0;
            }
            else if (!second.IsEmpty && reader.ValueTextEquals(second))
            {
                Number(ref reader, ref value);
                other = value ?? 0;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void Number(ref Utf8JsonReader reader, ref long? value)
    {
        if (Wire.Count(ref reader) is { } number) value = number;
    }
}
