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
        var now = time.GetUtcNow();
        var until = QueryTime.Read("until", Until, errors) ?? now;
        var since = QueryTime.Read("since", Since, errors) ?? (until - DateTimeOffset.UnixEpoch > Usual ? until - Usual : DateTimeOffset.UnixEpoch);
        if (errors.Count == 0 && since >= until) errors["until"] = ["must be later than since"];
        if (errors.Count == 0 && until - since > HealthHistory.Kept + TimeSpan.FromMinutes(1)) errors["since"] = [$"must be at most {HealthHistory.Kept.TotalDays} days before until"];
        return (since, until, errors.Count == 0 ? null : Problems.Invalid(errors));
    }
}
