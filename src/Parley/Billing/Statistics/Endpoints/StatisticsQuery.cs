using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Parley.Shared;

namespace Parley.Billing.Statistics.Endpoints;

/// <summary>The time that statistics are asked for. Texts, so that each that cannot be used is named.</summary>
internal sealed class StatisticsQuery
{
    [FromQuery(Name = "window"), Description("The time up to now: 15m, 1h, 24h (default), 7d or 30d.")] public string? Window { get; init; }

    [FromQuery(Name = "since"), Description("Instead of a window: calls that began at this time or later, as 2026-01-31T12:00:00Z.")] public string? Since { get; init; }

    [FromQuery(Name = "until"), Description("Calls that began before this time; now by default.")] public string? Until { get; init; }

    /// <summary>Reads what was asked; a problem names every member that cannot be used.</summary>
    public (StatisticsWindow Window, IResult? Problem) Read(TimeProvider time)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var window = StatisticsWindow.Read(Window, Since, Until, time.GetUtcNow(), errors);
        return (window, errors.Count == 0 ? null : Problems.Invalid(errors));
    }
}
