using Parley.Gateway.Dialects.OpenAiMedia;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline;

/// <summary>What a call on pictures or sound used, where the vendor does not say. Characters can be counted, the length of a recording only
/// where its file tells it, and pictures that nobody has seen are those that were asked for.</summary>
internal static class MediaUnits
{
    /// <summary>The units, and whether they are an estimate. <paramref name="soFar"/>: what the vendor said before it broke off.</summary>
    public static (Usage Usage, bool IsEstimate) Count(LlmRequest request, Usage? soFar, bool whole) => request.Operation switch
    {
        LlmOperation.Speak => (new Usage(Characters: MediaFields.CharactersOf(request)), !whole),
        LlmOperation.Transcribe => (new Usage(AudioMilliseconds: request.Upload?.Sound.Milliseconds ?? 0), true),
        _ => ((soFar ?? new Usage()) with { Images = Math.Max(soFar?.Images ?? 0, whole ? 0 : MediaFields.PicturesOf(request)) }, true),
    };
}
