using System.Text.Json;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>What one <c>usageMetadata</c> object says; null where it says nothing.</summary>
internal readonly record struct UsageCounts(long? Prompt, long? Cached, long? ToolUse, long? Candidates, long? Thoughts, long? Total)
{
    /// <summary>Audio tokens among the prompt's.</summary>
    public long? PromptAudio { get; private init; }

    /// <summary>Audio tokens among those from the cache.</summary>
    public long? CachedAudio { get; private init; }

    /// <summary>Audio tokens among the answer's.</summary>
    public long? CandidatesAudio { get; private init; }

    /// <summary>Anything is counted.</summary>
    public bool IsAny => (Prompt ?? Cached ?? ToolUse ?? Candidates ?? Thoughts ?? Total) is not null;

    /// <summary>The total says that what is left out is zero.</summary>
    private bool IsWhole => Total is { } total && total == (Prompt ?? 0) + (ToolUse ?? 0) + (Candidates ?? 0) + (Thoughts ?? 0);

    /// <summary>Reads the object.</summary>
    public static UsageCounts Read(ReadOnlyMemory<byte> json)
    {
        var counts = default(UsageCounts);
        var reader = Wire.Open(json);
        reader.Read();
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("promptTokenCount"u8)) counts = counts with { Prompt = Wire.Count(ref reader) };
            else if (reader.ValueTextEquals("candidatesTokenCount"u8)) counts = counts with { Candidates = Wire.Count(ref reader) };
            else if (reader.ValueTextEquals("thoughtsTokenCount"u8)) counts = counts with { Thoughts = Wire.Count(ref reader) };
            else if (reader.ValueTextEquals("cachedContentTokenCount"u8)) counts = counts with { Cached = Wire.Count(ref reader) };
            else if (reader.ValueTextEquals("toolUsePromptTokenCount"u8)) counts = counts with { ToolUse = Wire.Count(ref reader) };
            else if (reader.ValueTextEquals("totalTokenCount"u8)) counts = counts with { Total = Wire.Count(ref reader) };
            else if (reader.ValueTextEquals("promptTokensDetails"u8)) counts = counts with { PromptAudio = Audio(ref reader) };
            else if (reader.ValueTextEquals("cacheTokensDetails"u8)) counts = counts with { CachedAudio = Audio(ref reader) };
            else if (reader.ValueTextEquals("candidatesTokensDetails"u8)) counts = counts with { CandidatesAudio = Audio(ref reader) };
            else reader.Skip();
        }

        return counts;
    }

    /// <summary>These counts, as far as they go, and otherwise earlier ones.</summary>
    public UsageCounts Over(in UsageCounts earlier) => IsWhole ? this : new(
        Prompt ?? earlier.Prompt, Cached ?? earlier.Cached, ToolUse ?? earlier.ToolUse, Candidates ?? earlier.Candidates, Thoughts ?? earlier.Thoughts, Total ?? earlier.Total)
    {
        PromptAudio = PromptAudio ?? earlier.PromptAudio,
        CachedAudio = CachedAudio ?? earlier.CachedAudio,
        CandidatesAudio = CandidatesAudio ?? earlier.CandidatesAudio,
    };

    /// <summary>The audio tokens among a list of modalities.</summary>
    private static long? Audio(ref Utf8JsonReader reader)
    {
        if (!Wire.Enter(ref reader, JsonTokenType.StartArray)) return null;
        var sum = 0L;
        while (Wire.NextObject(ref reader))
        {
            var (isAudio, count) = (false, 0L);
            while (Wire.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("modality"u8)) isAudio = Wire.Enter(ref reader, JsonTokenType.String) && reader.ValueTextEquals("AUDIO"u8);
                else if (reader.ValueTextEquals("tokenCount"u8)) count = Wire.Count(ref reader) ?? 0;
                else reader.Skip();
            }

            if (isAudio) sum = count;
        }

        return sum;
    }
}
