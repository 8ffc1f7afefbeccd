namespace Parley.Providers.Health;

/// <summary>When a provider is probed next. Pure.</summary>
internal static class ProbeTiming
{
    /// <summary>One that is down is looked at more often, so that it serves again within 15 s of healing.</summary>
    public static readonly TimeSpan WhenDown = TimeSpan.FromSeconds(5);

    /// <summary>How long after the begin of a probe the next one begins.</summary>
    /// <param name="settings">The provider's.</param>
    /// <param name="isDown">It is down now.</param>
    /// <param name="jitter">0 to 1: spreads the probes of many providers and nodes over a tenth of the interval, earlier or later.</param>
    public static TimeSpan Until(ProbeSettings settings, bool isDown, double jitter)
    {
        var spread = settings.Interval * (0.9 + (0.2 * jitter));
        return isDown && spread > WhenDown ? WhenDown : spread;
    }
}
