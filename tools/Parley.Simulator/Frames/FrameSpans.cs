namespace Parley.Simulator.Frames;

internal static class FrameSpans
{
    public static int FirstContent(this Span<Frame> frames)
    {
        for (var i = 0; i < frames.Length; i++)
            if (frames[i].IsContent) return i;
        return frames.Length;
    }

    public static bool ContainsContent(this Span<Frame> frames) => frames.FirstContent() < frames.Length;
}
