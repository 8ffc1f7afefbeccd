using Parley.Simulator.Answers;
using Parley.Simulator.Behaviour;

namespace Parley.Simulator.Audio;

/// <summary>What was heard. With <c>echo</c> it is what arrived: name, size and hash of the file.</summary>
internal sealed record Transcript(IReadOnlyList<string> Pieces, int Seconds)
{
    private const int BytesASecond = Sound.SamplesASecond * Sound.BytesASample;

    public string Text { get; } = string.Concat(Pieces);

    public static Transcript Of(TranscriptionRequest request, Spec spec)
    {
        var file = request.File!;
        string[] pieces = spec.Content.Echo ? Words.Cut($"{file.FileName} {file.Size} {file.Sha256}") : Words.Fill(spec.Content);
        if (pieces.Length > 0) pieces[0] = pieces[0].TrimStart();
        return new(pieces, (int)Math.Max(1, (file.Size + BytesASecond - 1) / BytesASecond));
    }
}
