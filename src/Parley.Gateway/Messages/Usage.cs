namespace Parley.Gateway.Messages;

/// <summary>
/// Tokens of one call in disjoint buckets: no token stands in two. The sum of the input buckets is all prompt tokens,
/// cached ones included; the sum of the output buckets is all generated tokens, reasoning included. Beside them what is counted in
/// other units, for models that are not sold by the token.
/// </summary>
/// <param name="Input">Prompt text tokens that were neither read from nor written to a cache.</param>
/// <param name="CacheRead">Prompt tokens read from the vendor's cache.</param>
/// <param name="CacheWrite5m">Prompt tokens written to a cache of the short life (5 minutes, or the vendor's only one).</param>
/// <param name="CacheWrite1h">Prompt tokens written to a cache of one hour.</param>
/// <param name="Output">Generated tokens without reasoning and audio.</param>
/// <param name="Reasoning">Generated reasoning tokens, where the vendor tells them apart.</param>
/// <param name="InputAudio">Prompt audio tokens.</param>
/// <param name="OutputAudio">Generated audio tokens.</param>
/// <param name="InputImage">Prompt image tokens.</param>
/// <param name="OutputImage">Generated image tokens.</param>
/// <param name="Images">Pictures in the answer.</param>
/// <param name="AudioMilliseconds">Length of the sound that was transcribed.</param>
/// <param name="Characters">Characters that were spoken, as Unicode scalar values.</param>
public sealed record Usage(
    long Input = 0,
    long CacheRead = 0,
    long CacheWrite5m = 0,
    long CacheWrite1h = 0,
    long Output = 0,
    long Reasoning = 0,
    long InputAudio = 0,
    long OutputAudio = 0,
    long InputImage = 0,
    long OutputImage = 0,
    long Images = 0,
    long AudioMilliseconds = 0,
    long Characters = 0)
{
    /// <summary>All prompt tokens.</summary>
    public long PromptTokens => Input + CacheRead + CacheWrite5m + CacheWrite1h + InputAudio + InputImage;

    /// <summary>All generated tokens.</summary>
    public long CompletionTokens => Output + Reasoning + OutputAudio + OutputImage;
}
