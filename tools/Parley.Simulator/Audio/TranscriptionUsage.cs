using System.Globalization;

namespace Parley.Simulator.Audio;

internal static class TranscriptionUsage
{
    private const int TokensASecond = 10;

    public static string Json(TranscriptionRequest request, Transcript heard)
    {
        if (request.IsWhisper) return Duration(heard);
        var (audio, output) = (heard.Seconds * TokensASecond, heard.Pieces.Count);
        return string.Create(CultureInfo.InvariantCulture,
            $$$"""{"type":"tokens","input_tokens":{{{audio}}},"input_token_details":{"text_tokens":0,"audio_tokens":{{{audio}}}},"output_tokens":{{{output}}},"total_tokens":{{{audio + output}}}}""");
    }

    public static string Duration(Transcript heard) => string.Create(CultureInfo.InvariantCulture, $$"""{"type":"duration","seconds":{{heard.Seconds}}}""");
}
