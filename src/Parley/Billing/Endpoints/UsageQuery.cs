using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Billing.Model;
using Parley.Shared;

namespace Parley.Billing.Endpoints;

/// <summary>What a list of usage records is asked for. Texts, so that each that cannot be used is named.</summary>
internal sealed class UsageQuery
{
    private static readonly HashSet<string> Names =
        new(["cursor", "limit", "from", "to", "key", "model", "provider", "outcome", "requestId"], StringComparer.OrdinalIgnoreCase);

    [FromQuery(Name = "cursor"), Description("The next of the page before, unchanged.")] public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Description("How many at most: 1 to 200, 50 by default.")] public string? Limit { get; init; }

    [FromQuery(Name = "from"), Description("At this time or later, as 2026-01-31T12:00:00Z.")] public string? From { get; init; }

    [FromQuery(Name = "to"), Description("Before this time.")] public string? To { get; init; }

    [FromQuery(Name = "key"), Description("A key's id.")] public string? Key { get; init; }

    [FromQuery(Name = "model"), Description("The model asked for, or the provider's name of the one that served.")] public string? Model { get; init; }

    [FromQuery(Name = "provider"), Description("A provider's name.")] public string? Provider { get; init; }

    [FromQuery(Name = "outcome"), Description("completed, cancelled, failed or indeterminate.")] public string? Outcome { get; init; }

    [FromQuery(Name = "requestId"), Description("One request, as x-parley-request-id named it.")] public string? RequestId { get; init; }

    /// <summary>Reads what was asked; a problem names every field that cannot be used.</summary>
    public (UsageFilter Filter, PageQuery Page, IResult? Problem) Read(IQueryCollection query)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var name in query.Keys.Where(name => !Names.Contains(name)))
            errors[name] = [$"is not known; there are {string.Join(", ", Names)}"];
        foreach (var name in query.Where(pair => pair.Value.Count > 1).Select(pair => pair.Key)) errors[name] = ["is given more than once"];
        var from = QueryTime.Read("from", From, errors);
        var to = QueryTime.Read("to", To, errors);
        if (from is not null && to is not null && from >= to) errors["to"] = ["must be later than from"];
        if (Outcome is not null && !Outcomes.All.Contains(Outcome)) errors["outcome"] = [$"must be one of {string.Join(", ", Outcomes.All.Order())}"];
        foreach (var (name, value) in new[] { ("key", Key), ("model", Model), ("provider", Provider), ("requestId", RequestId) })
        {
            if (value is { Length: 0 or > 300 } || value?.Contains('\0') == true) errors[name] = ["must be a name of 1 to 300 characters"];
        }

        var limit = PageQuery.DefaultLimit;
        if (Limit is not null && !int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit)) errors["limit"] = [$"must be a number between 1 and {PageQuery.MaxLimit}"];
        if (errors.Count > 0) return (null!, null!, Problems.Invalid(errors));
        if (!PageQuery.TryRead(Cursor, limit, key => UsagePosition.Parse(key) is not null, out var page, out var problem)) return (null!, null!, problem);
        return (new UsageFilter(from, to, Key, Model, Provider, Outcome, RequestId, UsagePosition.Parse(page.After)), page, null);
    }
}
