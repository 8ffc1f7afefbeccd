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
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("input_tokens"u8)) Number(ref reader, ref _input);
            else if (reader.ValueTextEquals("output_tokens"u8)) Number(ref reader, ref _output);
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8)) Number(ref reader, ref _cacheRead);
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8)) Number(ref reader, ref _cacheCreation);
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

    private void ReadCacheCreation(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (!Wire.Enter(ref reader)) return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("ephemeral_5m_input_tokens"u8)) Number(ref reader, ref _cache5m);
            else if (reader.ValueTextEquals("ephemeral_1h_input_tokens"u8)) Number(ref reader, ref _cache1h);
            else reader.Skip();
        }
    }

    private void ReadOutputDetails(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (!Wire.Enter(ref reader)) return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("thinking_tokens"u8)) Number(ref reader, ref _thinking);
            else reader.Skip();
        }
    }

    private static void Number(ref Utf8JsonReader reader, ref long? value)
    {
        reader.Read();
        value = Wire.Number(ref reader) ?? value;
    }
}
