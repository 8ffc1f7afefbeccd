using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Parley.Providers.Health;
using Parley.Shared;

namespace Parley.Providers.Endpoints;

/// <summary>The time that a history is asked for.</summary>
internal sealed class HealthQuery
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    [FromQuery(Name = "since"), Description("The history from this time on, as 2026-01-31T12:00:00Z; an hour ago by default. Seven days are kept.")] public string? Since { get; init; }

    [FromQuery(Name = "until"), Description("And up to this time; now by default.")] public string? Until { get; init; }

    /// <summary>Reads what was asked; a problem names every member that cannot be used.</summary>
    public (DateTimeOffset Since, DateTimeOffset Until, IResult? Problem) Read(TimeProvider time)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var (since, until) = Window(Since, Until, time.GetUtcNow(), errors);
        return (since, until, errors.Count == 0 ? null : Problems.Invalid(errors));
    }

    /// <summary>The time that is asked for; what cannot be used goes into <paramref name="errors"/>.</summary>
    public static (DateTimeOffset Since, DateTimeOffset Until) Window(string? since, string? until, DateTimeOffset now, Dictionary<string, string[]> errors, TimeSpan? length = null)
    {
        var usual = length ?? Usual;
        var end = QueryTime.Read("until", until, errors) ?? now;
        var begin = QueryTime.Read("since", since, errors) ?? (end - DateTimeOffset.UnixEpoch > usual ? end - usual : DateTimeOffset.UnixEpoch);
        if (errors.Count == 0 && begin >= end) errors["until"] = ["must be later than since"];
        if (errors.Count == 0 && end - begin > HealthHistory.Kept + TimeSpan.FromMinutes(1)) errors["since"] = [$"must be at most {HealthHistory.Kept.TotalDays} days before until"];
        return (begin, end);
    }
}
