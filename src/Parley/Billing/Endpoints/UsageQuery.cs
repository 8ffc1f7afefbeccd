using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Billing.Model;
using Parley.Shared;

namespace Parley.Billing.Endpoints;

/// <summary>What a list of usage records is asked for. Texts, so that each that cannot be used is named.</summary>
internal sealed class UsageQuery
{
    [FromQuery(Name = "cursor"), Description("The next of the page before, unchanged.")] public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Description("How many at most: 1 to 200, 50 by default.")] public int? Limit { get; init; }

    [FromQuery(Name = "since"), Description("At this time or later, as 2026-01-31T12:00:00Z.")] public string? Since { get; init; }

    [FromQuery(Name = "until"), Description("Before this time.")] public string? Until { get; init; }

    [FromQuery(Name = "key"), Description("A key's id.")] public string? Key { get; init; }

    [FromQuery(Name = "model"), Description("The model asked for, or the provider's name of the one that served.")] public string? Model { get; init; }

    [FromQuery(Name = "provider"), Description("A provider's name.")] public string? Provider { get; init; }

    [FromQuery(Name = "outcome"), Description("completed, cancelled, failed or indeterminate.")] public string? Outcome { get; init; }

    [FromQuery(Name = "requestId"), Description("One request, as x-parley-request-id named it.")] public string? RequestId { get; init; }

    /// <summary>Reads what was asked; a problem names every field that cannot be used.</summary>
    public (UsageFilter Filter, PageQuery Page, IResult? Problem) Read()
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var since = QueryTime.Read("since", Since, errors);
        var until = QueryTime.Read("until", Until, errors);
        if (since is not null && until is not null && since >= until) errors["until"] = ["must be later than since"];
        if (Outcome is not null && !Outcomes.All.Contains(Outcome)) errors["outcome"] = [$"must be one of {string.Join(", ", Outcomes.All.Order())}"];
        foreach (var (name, value) in new[] { ("key", Key), ("model", Model), ("provider", Provider), ("requestId", RequestId) })
        {
            if (value is { Length: 0 or > 300 } || value?.Contains('\0') == true) errors[name] = ["must be a name of 1 to 300 characters"];
        }

        if (errors.Count > 0) return (null!, null!, Problems.Invalid(errors));
        if (!PageQuery.TryRead(Cursor, Limit, key => UsagePosition.Parse(key) is not null, out var page, out var problem)) return (null!, null!, problem);
        return (new UsageFilter(since, until, Key, Model, Provider, Outcome, RequestId, UsagePosition.Parse(page.After)), page, null);
    }
}
