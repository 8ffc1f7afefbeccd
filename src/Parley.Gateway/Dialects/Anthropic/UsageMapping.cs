using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>
/// Usage between this format and Parley's buckets. A stream tells it twice: <c>message_start</c> has the prompt,
/// <c>message_delta</c> running totals; a later value replaces an earlier one, and what is left out or null stays.
/// </summary>
internal sealed class UsageMapping
{
    private long? _input;
    private long? _cacheRead;
    private long? _cacheCreation;
    private long? _cache5m;
    private long? _cache1h;
    private long? _output;
    private long? _thinking;

    /// <summary>Takes in a <c>usage</c> object.</summary>
    public void Read(ReadOnlyMemory<byte> json)
    {
        var reader = Wire.Open(json);
        reader.Read();
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("input_tokens"u8)) _input = Wire.Count(ref reader) ?? _input;
            else if (reader.ValueTextEquals("output_tokens"u8)) _output = Wire.Count(ref reader) ?? _output;
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8)) _cacheRead = Wire.Count(ref reader) ?? _cacheRead;
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8)) _cacheCreation = Wire.Count(ref reader) ?? _cacheCreation;
            else if (reader.ValueTextEquals("cache_creation"u8)) ReadCacheCreation(ref reader);
            else if (reader.ValueTextEquals("output_tokens_details"u8)) ReadOutputDetails(ref reader);
            else reader.Skip();
        }
    }

    /// <summary>The buckets as known so far.</summary>
    public Usage ToUsage()
    {
        var hour = _cache1h ?? 0;
        var written = _cacheCreation ?? hour + (_cache5m ?? 0);
        hour = Math.Min(hour, written);
        var output = _output ?? 0;
        var thinking = Math.Min(_thinking ?? 0, output);
        return new Usage(_input ?? 0, _cacheRead ?? 0, written - hour, hour, output - thinking, thinking);
    }

    /// <summary>Writes a <c>usage</c> object: zeros where nothing is known.</summary>
    public static void Write(Usage? usage, IBufferWriter<byte> output)
    {
        output.Raw("{\"input_tokens\":"u8);
        output.Number((usage?.Input ?? 0) + (usage?.InputAudio ?? 0));
        output.Raw(",\"cache_creation_input_tokens\":"u8);
        output.Number((usage?.CacheWrite5m ?? 0) + (usage?.CacheWrite1h ?? 0));
        output.Raw(",\"cache_read_input_tokens\":"u8);
        output.Number(usage?.CacheRead ?? 0);
        if (usage is { CacheWrite1h: > 0 })
        {
            output.Raw(",\"cache_creation\":{\"ephemeral_5m_input_tokens\":"u8);
            output.Number(usage.CacheWrite5m);
            output.Raw(",\"ephemeral_1h_input_tokens\":"u8);
            output.Number(usage.CacheWrite1h);
            output.Raw("}"u8);
        }

        output.Raw(",\"output_tokens\":"u8);
        output.Number(usage?.CompletionTokens ?? 0);
        if (usage is { Reasoning: > 0 })
        {
            output.Raw(",\"output_tokens_details\":{\"thinking_tokens\":"u8);
            output.Number(usage.Reasoning);
            output.Raw("}"u8);
        }

        output.Raw("}"u8);
    }

    private void ReadCacheCreation(ref Utf8JsonReader reader)
    {
        if (!Wire.Enter(ref reader, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("ephemeral_5m_input_tokens"u8)) _cache5m = Wire.Count(ref reader) ?? _cache5m;
            else if (reader.ValueTextEquals("ephemeral_1h_input_tokens"u8)) _cache1h = Wire.Count(ref reader) ?? _cache1h;
            else reader.Skip();
        }
    }

    private void ReadOutputDetails(ref Utf8JsonReader reader)
    {
        if (!Wire.Enter(ref reader, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("thinking_tokens"u8)) _thinking = Wire.Count(ref reader) ?? _thinking;
            else reader.Skip();
        }
    }
}
