namespace Parley.Simulator.Frames;

internal static class Interruption
{
    /// <summary>The frames up to a content chunk, then the vendor's last words; all of them when there is no such chunk.</summary>
    public static Frame[] At(Frame[] frames, int chunk, Func<int, Frame[]> lastWords)
    {
        if (chunk < 0) return frames;
        for (int i = 0, content = 0; i < frames.Length; i++)
            if (frames[i].IsContent && content++ == chunk)
                return [.. frames[..i], .. lastWords(i).Select((f, n) => n == 0 ? f with { IsContent = true } : f)];
        return frames;
    }
}
