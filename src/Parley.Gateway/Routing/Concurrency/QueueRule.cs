namespace Parley.Gateway.Routing.Concurrency;

/// <summary>Decides who may wait: nobody is let in who would be sent away later. Pure.</summary>
internal static class QueueRule
{
    /// <summary>Most that wait for one provider.</summary>
    public const int Most = 1000;

    /// <summary>One caller may take this many of the places, so that there is room for others.</summary>
    public const int MostOfOneCaller = Most * 3 / 4;

    /// <summary>Nobody waits longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>As many may wait as are served in this time, so that an overload is over soon after its end; but always as many as run.</summary>
    private static readonly TimeSpan Backlog = TimeSpan.FromSeconds(2);

    /// <param name="waiting">All that wait.</param>
    /// <param name="ofCaller">Those of the caller.</param>
    /// <param name="ahead">Those that would be served before.</param>
    /// <param name="limit">How many run at the same time.</param>
    /// <param name="hold">How long one runs, of late; zero when unknown.</param>
    public static bool MayWait(int waiting, int ofCaller, int ahead, int limit, TimeSpan hold) =>
        waiting < Most && ofCaller < MostOfOneCaller && (ahead < limit || ExpectedWait(ahead, limit, hold) <= Backlog);

    /// <summary>How long it takes until a newcomer is served.</summary>
    public static TimeSpan ExpectedWait(int ahead, int limit, TimeSpan hold) => hold * ((ahead + 1.0) / limit);
}
