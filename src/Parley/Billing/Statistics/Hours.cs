namespace Parley.Billing.Statistics;

/// <summary>Hours by their number since 1970, and which of them a window may take from roll-ups. Pure.</summary>
internal static class Hours
{
    /// <summary>An hour is rolled up when it ended this long ago.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    public static long Of(DateTimeOffset at) => (at.UtcTicks / TimeSpan.TicksPerHour) - (DateTimeOffset.UnixEpoch.UtcTicks / TimeSpan.TicksPerHour);

    public static DateTimeOffset Begin(long hour) => DateTimeOffset.UnixEpoch.AddTicks(hour * TimeSpan.TicksPerHour);

    /// <summary>The last hour that may be rolled up now.</summary>
    public static long LastEnded(DateTimeOffset now) => Of(now - Grace) - 1;

    /// <summary>
    /// Divides a window into whole hours that are rolled up and what lies between them, in spans as long as possible: together
    /// they are the window, and no moment stands in two.
    /// </summary>
    /// <param name="since">The window's begin.</param>
    /// <param name="until">Its end, which does not belong to it.</param>
    /// <param name="rolled">Numbers of hours that are rolled up.</param>
    public static (IReadOnlyList<long> Rolled, IReadOnlyList<(DateTimeOffset Since, DateTimeOffset Until)> Others) Divide(
        DateTimeOffset since, DateTimeOffset until, IEnumerable<long> rolled)
    {
        List<long> whole = [.. rolled.Where(hour => Begin(hour) >= since && Begin(hour + 1) <= until).Distinct().Order()];
        List<(DateTimeOffset, DateTimeOffset)> rest = [];
        var from = since;
        foreach (var hour in whole)
        {
            if (Begin(hour) > from) rest.Add((from, Begin(hour)));
            from = Begin(hour + 1);
        }

        if (from < until) rest.Add((from, until));
        return (whole, rest);
    }
}
