using Parley.Simulator.Recording;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Audio;

/// <summary>What is to be written down, and in which format.</summary>
/// <param name="File">Null when the form has no file.</param>
internal sealed record TranscriptionRequest(string Model, FormField? File, string Format, bool Stream, bool Words, bool Translates, string? Language)
{
    /// <summary>Whisper is billed by the second and does not stream; newer models count tokens.</summary>
    public bool IsWhisper => Model.Contains("whisper", StringComparison.Ordinal);

    public bool Streams => Stream && !IsWhisper;

    public static TranscriptionRequest Read(IReadOnlyList<FormField> form, string path) => new(
        FormFields.Text(form, "model") ?? "",
        form.FirstOrDefault(f => f is { Name: "file", FileName: not null }),
        FormFields.Text(form, "response_format") ?? "json",
        FormFields.Text(form, "stream") == "true",
        form.Any(f => f is { Name: "timestamp_granularities[]" or "timestamp_granularities", Text: "word" }),
        path.EndsWith("/translations", StringComparison.Ordinal),
        FormFields.Text(form, "language"));
}
