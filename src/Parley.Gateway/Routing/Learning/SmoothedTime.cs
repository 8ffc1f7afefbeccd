namespace Parley.Gateway.Routing.Learning;

/// <summary>
/// A mean of times in which the latest ones count most: what is ten seconds old counts half. It goes half of
/// the way to each longer time, and to one that is far less, so that trouble and its end show at once; and it does not rise to more than a few times of what it was, so
/// that a single outlier is not taken for trouble. After Finagle's peak EWMA
/// (https://github.com/twitter/finagle/blob/develop/finagle-core/src/main/scala/com/twitter/finagle/loadbalancer/PeakEwma.scala). Pure.
/// </summary>
internal readonly record struct SmoothedTime(double Seconds, bool IsKnown)
{
    private const double HalfLife = 10, LargestStep = 4, Allowance = 0.25, Telling = 1;

    /// <summary>With a further time, which came <paramref name="elapsed"/> seconds after the one before.</summary>
    public SmoothedTime With(double sample, double elapsed)
    {
        if (!IsKnown) return new SmoothedTime(sample, true);
        if (sample > Seconds) return new SmoothedTime(Seconds + (0.5 * (Math.Min(sample, (LargestStep * Seconds) + Allowance) - Seconds)), true);
        // Far below: the trouble is over. The few calls that tried it must be enough to show that.
        var kept = Math.Min(double.Exp2(-Math.Max(elapsed, 0.001) / HalfLife), sample < Seconds * 0.75 ? 0.5 : 1);
        return new SmoothedTime((Seconds * kept) + (sample * (1 - kept)), true);
    }

    /// <summary>It took at least that long, and nobody knows how much longer. A short silence tells nothing: one that fails at once is not fast.</summary>
    public SmoothedTime WithAtLeast(double sample, double elapsed) => IsKnown ? sample > Seconds ? With(sample, elapsed) : this : sample >= Telling ? With(sample, elapsed) : this;
}
