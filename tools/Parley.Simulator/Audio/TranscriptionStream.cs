using Parley.Simulator.Behaviour;
using Parley.Simulator.Frames;
using static Parley.Simulator.Frames.FrameBuilder;

namespace Parley.Simulator.Audio;

/// <summary>A transcript as events.</summary>
internal static class TranscriptionStream
{
    public static Frame[] Render(TranscriptionRequest request, Transcript heard, Spec spec)
    {
        var frames = new FrameBuilder(spec.Wire);
        foreach (var piece in heard.Pieces) frames.Event(null, $$"""{"type":"transcript.text.delta","delta":{{Quote(piece)}}}""", content: true);
        if (spec.Wire.NoDone) return frames.Build();
        var usage = spec.Wire.NoUsage ? "" : $",\"usage\":{TranscriptionUsage.Json(request, heard)}";
        frames.Event(null, $$"""{"type":"transcript.text.done","text":{{Quote(heard.Text)}}{{usage}}}""");
        frames.Event(null, "[DONE]");
        return frames.Build();
    }
}
