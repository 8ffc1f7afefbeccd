using System.Collections.Frozen;
using Parley.Shared;

namespace Parley.Billing.Statistics;

/// <summary>The time that statistics are of: the end does not belong to it.</summary>
internal sealed record StatisticsWindow(DateTimeOffset Since, DateTimeOffset Until)
{
    private static readonly FrozenDictionary<string, TimeSpan> Names = new Dictionary<string, TimeSpan>
    {
        ["15m"] = TimeSpan.FromMinutes(15), ["1h"] = TimeSpan.FromHours(1), ["24h"] = TimeSpan.FromHours(24), ["7d"] = TimeSpan.FromDays(7), ["30d"] = TimeSpan.FromDays(30),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly TimeSpan Usual = TimeSpan.FromHours(24);

    /// <summary>Reads <c>window</c>, or <c>since</c> and <c>until</c>; what cannot be used goes into <paramref name="errors"/>.</summary>
    public static StatisticsWindow Read(string? window, string? since, string? until, DateTimeOffset now, Dictionary<string, string[]> errors)
    {
        var length = Usual;
        if (window is not null && (since ?? until) is not null) errors["window"] = ["cannot be given together with since or until"];
        else if (window is not null)
        {
            if (Names.TryGetValue(window, out var named)) length = named;
            else errors["window"] = ["must be one of 15m, 1h, 24h, 7d, 30d"];
        }

        var end = QueryTime.Read("until", until, errors) ?? now;
        var begin = QueryTime.Read("since", since, errors) ?? (end - DateTimeOffset.MinValue > length ? end - length : DateTimeOffset.MinValue);
        if (begin >= end && !errors.ContainsKey("since") && !errors.ContainsKey("until")) errors["until"] = ["must be later than since"];
        return new StatisticsWindow(begin, end);
    }
}
