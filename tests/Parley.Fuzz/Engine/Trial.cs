namespace Parley.Fuzz.Engine;

/// <summary>Tries one input: the product must not throw, take over a second, or allocate over 64 MiB, and must keep its laws.</summary>
internal static class Trial
{
    private const long MostBytes = 64L * 1024 * 1024;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with the product, or null.</summary>
    public static string? Of(Target target, byte[] input)
    {
        try
        {
            if (Coverage.IsOn) Coverage.Reset();
            if (Cost(target, input) is { } cost) return cost;
            target.Judge(input);
            return null;
        }
        catch (Exception problem)
        {
            return problem is BrokenLawException ? problem.Message : problem.ToString();
        }
    }

    private static string? Cost(Target target, byte[] input)
    {
        var (took, allocated) = Measure(target, input);
        if (allocated > MostBytes) return $"allocates {allocated / 1024 / 1024} MiB for {input.Length} bytes";
        if (took <= s_longest) return null;
        // A busy machine stops threads for longer than that: only what is slow again is slow.
        (took, _) = Measure(target, input);
        return took > s_longest ? $"takes {took.TotalSeconds:0.0} s for {input.Length} bytes" : null;
    }

    private static (TimeSpan Took, long Allocated) Measure(Target target, byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = TimeProvider.System.GetTimestamp();
        target.Run(input);
        return (TimeProvider.System.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
