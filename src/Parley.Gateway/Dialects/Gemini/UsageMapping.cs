using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// Usage between this format and Parley's buckets. Every frame of a stream tells it as it stands: a later value replaces an earlier
/// one, and what is left out stays. The prompt contains what came from the cache, the candidates do not contain the thoughts.
/// </summary>
internal sealed class UsageMapping
{
    private const int LongestRaw = 4 * 1024;

    private byte[] _raw = [];
    private int _rawLength;
    private long? _prompt, _cached, _toolUse, _candidates, _thoughts, _total;
    private long _promptAudio, _cachedAudio, _candidatesAudio;

    /// <summary>Anything was counted.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The last usage object that counted something; valid until the next <see cref="Read"/>. Empty when it is absurdly long.</summary>
    public ReadOnlyMemory<byte> Raw => _raw.AsMemory(0, _rawLength);

    /// <summary>Takes in a <c>usageMetadata</c> object; false when it counts nothing (some only name the kind of traffic).</summary>
    public bool Read(ReadOnlyMemory<byte> json)
    {
        var any = false;
        var reader = Wire.Open(json);
        reader.Read();
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("promptTokenCount"u8)) any |= Number(ref reader, ref _prompt);
            else if (reader.ValueTextEquals("candidatesTokenCount"u8)) any |= Number(ref reader, ref _candidates);
            else if (reader.ValueTextEquals("thoughtsTokenCount"u8)) any |= Number(ref reader, ref _thoughts);
            else if (reader.ValueTextEquals("cachedContentTokenCount"u8)) any |= Number(ref reader, ref _cached);
            else if (reader.ValueTextEquals("toolUsePromptTokenCount"u8)) any |= Number(ref reader, ref _toolUse);
            else if (reader.ValueTextEquals("totalTokenCount"u8)) any |= Number(ref reader, ref _total);
            else if (reader.ValueTextEquals("promptTokensDetails"u8)) Audio(ref reader, ref _promptAudio);
            else if (reader.ValueTextEquals("cacheTokensDetails"u8)) Audio(ref reader, ref _cachedAudio);
            else if (reader.ValueTextEquals("candidatesTokensDetails"u8)) Audio(ref reader, ref _candidatesAudio);
            else reader.Skip();
        }

        if (!any) return false;
        IsKnown = true;
        Keep(json.Span);
        return true;
    }

    /// <summary>The buckets as known so far.</summary>
    public Usage ToUsage()
    {
        var (prompt, toolUse, candidates, thoughts) = (_prompt ?? 0, _toolUse ?? 0, _candidates ?? 0, _thoughts ?? 0);
        // Some of the vendor's models count their thoughts among the candidates; the total tells.
        if (thoughts > 0 && thoughts <= candidates && _total == prompt + toolUse + candidates) candidates -= thoughts;
        var cached = Math.Min(_cached ?? 0, prompt);
        var audio = Math.Min(Math.Max(0, _promptAudio - _cachedAudio), prompt - cached);
        var spoken = Math.Min(_candidatesAudio, candidates);
        return new Usage(prompt - cached - audio + toolUse, cached, 0, 0, candidates - spoken, thoughts, audio, spoken);
    }

    private void Keep(ReadOnlySpan<byte> json)
    {
        _rawLength = json.Length <= LongestRaw ? json.Length : 0;
        if (_raw.Length < _rawLength) _raw = new byte[Math.Max(512, _rawLength)];
        json[.._rawLength].CopyTo(_raw);
    }

    private static bool Number(ref Utf8JsonReader reader, ref long? value)
    {
        if (Wire.Count(ref reader) is not { } count) return false;
        value = count;
        return true;
    }

    /// <summary>The audio tokens among a list of modalities.</summary>
    private static void Audio(ref Utf8JsonReader reader, ref long value)
    {
        if (!Wire.Enter(ref reader, JsonTokenType.StartArray)) return;
        value = 0;
        while (Wire.NextObject(ref reader))
        {
            var (isAudio, count) = (false, 0L);
            while (Wire.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("modality"u8)) isAudio = Wire.Enter(ref reader, JsonTokenType.String) && reader.ValueTextEquals("AUDIO"u8);
                else if (reader.ValueTextEquals("tokenCount"u8)) count = Wire.Count(ref reader) ?? 0;
                else reader.Skip();
            }

            if (isAudio) value = count;
        }
    }
}
