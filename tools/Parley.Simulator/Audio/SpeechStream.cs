using System.Globalization;
using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;

namespace Parley.Simulator.Audio;

/// <summary>Sound in chunks: as bytes, or as events that hold them.</summary>
internal static class SpeechStream
{
    private const int ChunkBytes = 480; // 10 ms

    public static Frame[] Render(SpeechRequest request, Spec spec)
    {
        var chunk = spec.Content.TokenBytes > new Content().TokenBytes ? spec.Content.TokenBytes + spec.Content.TokenBytes % Sound.BytesASample : ChunkBytes;
        var sound = Sound.Render(request.Format, request.Input, chunk * spec.Content.Chunks);
        return request.Events ? Events(request, spec, sound, chunk) : [.. sound.Chunk(chunk).Select(piece => new Frame(piece, IsContent: true))];
    }

    private static Frame[] Events(SpeechRequest request, Spec spec, byte[] sound, int chunk)
    {
        var frames = new FrameBuilder(spec.Wire);
        foreach (var piece in sound.Chunk(chunk)) frames.Event(null, $$"""{"type":"speech.audio.delta","audio":"{{Convert.ToBase64String(piece)}}"}""", content: true);
        if (!spec.Wire.NoDone)
        {
            frames.Event(null, $$"""{"type":"speech.audio.done"{{(spec.Wire.NoUsage ? "" : $",\"usage\":{Usage(request, spec)}")}}}""");
            frames.Event(null, "[DONE]");
        }

        return frames.Build();
    }

    private static string Usage(SpeechRequest request, Spec spec)
    {
        var input = Math.Max(1, request.Input.Length / 4);
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{"input_tokens":{{input}},"output_tokens":{{spec.Content.Chunks}},"total_tokens":{{input + spec.Content.Chunks}}}""");
    }
}
