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
        var raw = default(UsageTotals);
        var reader = Wire.Open(json);
        reader.Read();
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("input_tokens"u8)) raw.Prompt = Wire.Count(ref reader);
            else if (reader.ValueTextEquals("output_tokens"u8)) raw.Completion = Wire.Count(ref reader);
            else if (reader.ValueTextEquals("input_tokens_details"u8)) InputDetails(ref reader, ref raw);
            else if (reader.ValueTextEquals("output_tokens_details"u8)) OutputDetails(ref reader, ref raw);
            else reader.Skip();
        }

        return raw.Prompt is null && raw.Completion is null ? null : raw.Disjoint();
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

    private static void InputDetails(ref Utf8JsonReader reader, ref UsageTotals raw)
    {
        if (!Wire.Enter(ref reader, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("cached_tokens"u8)) raw.Cached = Wire.Count(ref reader);
            else if (reader.ValueTextEquals("cache_write_tokens"u8)) raw.CacheWrite = Wire.Count(ref reader);
            else reader.Skip();
        }
    }

    private static void OutputDetails(ref Utf8JsonReader reader, ref UsageTotals raw)
    {
        if (!Wire.Enter(ref reader, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("reasoning_tokens"u8)) raw.Reasoning = Wire.Count(ref reader);
            else reader.Skip();
        }
    }
}
