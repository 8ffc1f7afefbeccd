using System.Collections.Frozen;

namespace Parley.Simulator.Audio;

/// <summary>What OpenAI refuses with 400.</summary>
internal static class TranscriptionStrictness
{
    private static readonly FrozenSet<string> Formats = FrozenSet.ToFrozenSet(["json", "text", "srt", "verbose_json", "vtt", "diarized_json"]);

    public static string? Objection(TranscriptionRequest request, bool strict)
    {
        if (request.Model.Length == 0) return "you must provide a model parameter";
        if (request.File is null) return "Missing required parameter: 'file'.";
        if (!Formats.Contains(request.Format)) return $"Invalid value: '{request.Format}'. Supported values are: 'json', 'text', 'srt', 'verbose_json', 'vtt', and 'diarized_json'.";
        return strict && !request.IsWhisper && request.Format is not ("json" or "text" or "diarized_json")
            ? $"response_format '{request.Format}' is not compatible with model '{request.Model}'. Use 'json' or 'text' instead." : null;
    }
}
