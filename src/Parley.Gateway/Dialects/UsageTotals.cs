using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Usage as OpenAI counts it: totals include their details. Parley's buckets are disjoint. Null is what was not said.</summary>
internal struct UsageTotals
{
    public long? Prompt, Completion, Total, Cached, CacheWrite, Reasoning, InputAudio, OutputAudio;

    /// <summary>The buckets. A vendor who does not count reasoning into the completion is known by its total.</summary>
    public readonly Usage Disjoint()
    {
        var prompt = Prompt ?? Math.Max(0, (Total ?? 0) - (Completion ?? 0));
        var completion = Completion ?? Math.Max(0, (Total ?? 0) - prompt);
        var reasoning = Reasoning ?? 0;
        if (reasoning > 0 && Total == prompt + completion + reasoning) completion += reasoning;
        var rest = prompt;
        var cacheRead = Take(ref rest, Cached);
        var cacheWrite = Take(ref rest, CacheWrite);
        var inputAudio = Take(ref rest, InputAudio);
        var input = rest;
        rest = completion;
        reasoning = Take(ref rest, reasoning);
        var outputAudio = Take(ref rest, OutputAudio);
        return new Usage(input, cacheRead, cacheWrite, 0, rest, reasoning, inputAudio, outputAudio);
    }

    /// <summary>Takes a detail out of the rest of its total, as far as it goes.</summary>
    public static long Take(ref long rest, long? wanted)
    {
        var taken = Math.Min(rest, wanted ?? 0);
        rest -= taken;
        return taken;
    }
}
