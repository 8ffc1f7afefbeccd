using System.Collections.Frozen;

namespace Parley.Simulator.Audio;

/// <summary>What OpenAI refuses with 400.</summary>
internal static class SpeechStrictness
{
    private const int MostInput = 4096;

    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(["input", "voice", "instructions", "response_format", "speed", "stream_format"]);
    private static readonly FrozenSet<string> Formats = FrozenSet.ToFrozenSet(["mp3", "opus", "aac", "flac", "wav", "pcm"]);

    public static string? Objection(SpeechRequest request, bool strict)
    {
        if (request.Model.Length == 0) return "you must provide a model parameter";
        if (request.Input.Length == 0) return "Missing required parameter: 'input'.";
        if (request.Voice.Length == 0) return "Missing required parameter: 'voice'.";
        if (request.Input.Length > MostInput) return $"Invalid 'input': string too long. Expected a string with maximum length {MostInput}, but got a string with length {request.Input.Length} instead.";
        if (!Formats.Contains(request.Format)) return $"Invalid value: '{request.Format}'. Supported values are: 'mp3', 'opus', 'aac', 'flac', 'wav', and 'pcm'.";
        var unknown = strict ? request.Facts.Fields.Find(f => !Known.Contains(f)) : null;
        return unknown is null ? null : $"Unknown parameter: '{unknown}'.";
    }
}
