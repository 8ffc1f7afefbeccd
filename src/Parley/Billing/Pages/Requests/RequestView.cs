namespace Parley.Billing.Pages.Requests;

/// <summary>One request, for its page and its dialog. Never what was asked or answered: the ledger does not know it.</summary>
public sealed record RequestView
{
    public required string RequestId { get; init; }

    /// <summary>Below it stand the pages of other requests that the reader may see.</summary>
    public required string Base { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who made it; null for whom lists of one's own requests need not name, and for those that are gone.</summary>
    public string? Person { get; init; }

    public string? Key { get; init; }

    public string? Tags { get; init; }

    /// <summary>Null while it runs.</summary>
    public string? Outcome { get; init; }

    /// <summary>What went wrong and what to do; null where nothing did.</summary>
    public RequestTrouble? Trouble { get; init; }

    /// <summary>The error's label and the status that the caller got.</summary>
    public string? Error { get; init; }

    public int? Status { get; init; }

    public required string Asked { get; init; }

    public string? Route { get; init; }

    public string? RouteReason { get; init; }

    public string? Served { get; init; }

    public string? Provider { get; init; }

    public int? Attempts { get; init; }

    public required string Kind { get; init; }

    public bool IsCached { get; init; }

    public string? Continues { get; init; }

    public string? Hedges { get; init; }

    /// <summary>Name and number of each bucket; empty where nothing is known.</summary>
    public IReadOnlyList<(string Name, string Count)> Units { get; init; } = [];

    public bool IsEstimated { get; init; }

    public required string Cost { get; init; }

    public RequestTimes Times { get; init; } = new(null, null, null);
}
