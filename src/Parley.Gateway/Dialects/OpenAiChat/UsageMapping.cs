using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>
/// OpenAI's usage object. Its totals include their details (cached in prompt, reasoning in completion), Parley's buckets are disjoint.
/// Vendors differ at the edges: DeepSeek has <c>prompt_cache_hit_tokens</c>, Moonshot a top-level <c>cached_tokens</c>,
/// OpenRouter <c>cache_write_tokens</c>, and xAI does not count reasoning into <c>completion_tokens</c> (its total tells).
/// </summary>
internal static class UsageMapping
{
    /// <summary>Reads the object on which <paramref name="json"/> stands and leaves it on the object's end; null when it is no usage.</summary>
    public static Usage? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        var raw = default(UsageTotals);
        long? elsewhere = null;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("prompt_tokens"u8)) raw.Prompt = Wire.Count(ref json);
            else if (json.ValueTextEquals("completion_tokens"u8)) raw.Completion = Wire.Count(ref json);
            else if (json.ValueTextEquals("total_tokens"u8)) raw.Total = Wire.Count(ref json);
            else if (json.ValueTextEquals("prompt_cache_hit_tokens"u8) || json.ValueTextEquals("cached_tokens"u8)) elsewhere = Wire.Count(ref json);
            else if (json.ValueTextEquals("prompt_tokens_details"u8)) PromptDetails(ref json, ref raw);
            else if (json.ValueTextEquals("completion_tokens_details"u8)) CompletionDetails(ref json, ref raw);
            else json.Skip();
        }

        raw.Cached ??= elsewhere;
        return raw.Prompt is null && raw.Completion is null && raw.Total is null ? null : raw.Disjoint();
    }

    /// <summary>Writes the object.</summary>
    public static void Write(Usage usage, IBufferWriter<byte> output)
    {
        output.Raw("{\"prompt_tokens\":"u8);
        output.Number(usage.PromptTokens);
        output.Raw(",\"completion_tokens\":"u8);
        output.Number(usage.CompletionTokens);
        output.Raw(",\"total_tokens\":"u8);
        output.Number(usage.PromptTokens + usage.CompletionTokens);
        output.Raw(",\"prompt_tokens_details\":{\"cached_tokens\":"u8);
        output.Number(usage.CacheRead);
        output.Raw(",\"audio_tokens\":"u8);
        output.Number(usage.InputAudio);
        if (usage.CacheWrite5m + usage.CacheWrite1h > 0)
        {
            output.Raw(",\"cache_write_tokens\":"u8);
            output.Number(usage.CacheWrite5m + usage.CacheWrite1h);
        }

        output.Raw("},\"completion_tokens_details\":{\"reasoning_tokens\":"u8);
        output.Number(usage.Reasoning);
        output.Raw(",\"audio_tokens\":"u8);
        output.Number(usage.OutputAudio);
        output.Raw(",\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}"u8);
    }

    private static void PromptDetails(ref Utf8JsonReader json, ref UsageTotals raw)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("cached_tokens"u8)) raw.Cached = Wire.Count(ref json);
            else if (json.ValueTextEquals("audio_tokens"u8)) raw.InputAudio = Wire.Count(ref json);
            else if (json.ValueTextEquals("cache_write_tokens"u8)) raw.CacheWrite = Wire.Count(ref json);
            else json.Skip();
        }
    }

    private static void CompletionDetails(ref Utf8JsonReader json, ref UsageTotals raw)
    {
        if (!Wire.Enter(ref json, JsonTokenType.StartObject)) return;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("reasoning_tokens"u8)) raw.Reasoning = Wire.Count(ref json);
            else if (json.ValueTextEquals("audio_tokens"u8)) raw.OutputAudio = Wire.Count(ref json);
            else json.Skip();
        }
    }
}
