using System.Globalization;
using Parley.Simulator.Behaviour;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Audio;

/// <summary>A transcript in each of the formats.</summary>
internal static class TranscriptionBody
{
    public static string Render(TranscriptionRequest request, Transcript heard, Spec spec) => request.Format switch
    {
        "text" => $"{heard.Text}\n",
        "srt" => $"1\n{Time(0, ',')} --> {Time(heard.Seconds, ',')}\n{heard.Text}\n\n\n",
        "vtt" => $"WEBVTT\n\n{Time(0, '.')} --> {Time(heard.Seconds, '.')}\n{heard.Text}\n\n",
        "verbose_json" => Verbose(request, heard, spec),
        _ => $$"""{"text":{{Quote(heard.Text)}}{{Usage(spec, TranscriptionUsage.Json(request, heard))}}}""",
    };

    public static string ContentType(string format) => format switch
    {
        "text" or "srt" => "text/plain; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        _ => "application/json",
    };

    private static string Verbose(TranscriptionRequest request, Transcript heard, Spec spec)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"{heard.Seconds:f1}");
        var segment = $$"""{"id":0,"seek":0,"start":0.0,"end":{{end}},"text":{{Quote(heard.Text)}},"tokens":[50364,440,50564],"temperature":0.0,"avg_logprob":-0.28,"compression_ratio":1.23,"no_speech_prob":0.01}""";
        var words = request.Words ? $",\"words\":[{{\"word\":{Quote(heard.Text)},\"start\":0.0,\"end\":{end}}}]" : "";
        var task = request.Translates ? "translate" : "transcribe";
        return $$"""{"task":"{{task}}","language":{{Quote(request.Language ?? "english")}},"duration":{{end}},"text":{{Quote(heard.Text)}},"segments":[{{segment}}]{{words}}{{Usage(spec, TranscriptionUsage.Duration(heard))}}}""";
    }

    private static string Usage(Spec spec, string usage) => spec.Wire.NoUsage ? "" : $",\"usage\":{usage}";

    private static string Time(int seconds, char point) =>
        string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:d2}:{seconds / 60 % 60:d2}:{seconds % 60:d2}{point}000");
}
