namespace Parley.Billing.Model;

/// <summary>What one request used: a row of the indexed table that is projected from the journal. Open while
/// <see cref="Outcome"/> is null. Cost is not known here.</summary>
internal sealed class UsageEvent
{
    /// <summary>Rising, not dense; breaks ties of <see cref="At"/>.</summary>
    public long Sequence { get; init; }

    public required string RequestId { get; init; }

    public DateTimeOffset At { get; init; }

    public string? KeyId { get; init; }

    public string? UserId { get; init; }

    public string? Tags { get; init; }

    public required string Format { get; init; }

    public required string Operation { get; init; }

    public bool Stream { get; init; }

    public required string ModelAsked { get; init; }

    /// <summary>The request whose broken answer this one went on with.</summary>
    public string? Continues { get; init; }

    /// <summary>The named route that was asked for.</summary>
    public string? Route { get; init; }

    /// <summary>The request beside which this call was made because that one's first token was late.</summary>
    public string? Hedges { get; init; }

    public string? Model { get; init; }

    public string? Provider { get; init; }

    public long? Input { get; init; }

    public long? CacheRead { get; init; }

    public long? CacheWrite5m { get; init; }

    public long? CacheWrite1h { get; init; }

    public long? Output { get; init; }

    public long? Reasoning { get; init; }

    public long? InputAudio { get; init; }

    public long? OutputAudio { get; init; }

    /// <summary>Null in rows that are older than this column, like the four below.</summary>
    public long? InputImage { get; init; }

    public long? OutputImage { get; init; }

    /// <summary>Pictures in the answer.</summary>
    public long? Images { get; init; }

    /// <summary>Length of the sound that was transcribed.</summary>
    public long? AudioMilliseconds { get; init; }

    /// <summary>Characters that were spoken.</summary>
    public long? Characters { get; init; }

    /// <summary><c>reported</c> or <c>estimated</c>; null when no tokens are known.</summary>
    public string? Source { get; init; }

    /// <summary>The vendor's own usage object, JSON.</summary>
    public string? RawUsage { get; init; }

    /// <summary>Microseconds from <see cref="At"/>, like the two below.</summary>
    public long? UpstreamStarted { get; init; }

    public long? FirstToken { get; init; }

    public long? Total { get; init; }

    /// <summary>Why the route chose the model.</summary>
    public string? RouteReason { get; init; }

    /// <summary>The answer came from the cache.</summary>
    public bool? IsCached { get; init; }

    public int? Attempts { get; init; }

    /// <summary><c>completed</c>, <c>cancelled</c>, <c>failed</c>, <c>indeterminate</c>; null while the request runs.</summary>
    public string? Outcome { get; init; }

    public string? Error { get; init; }

    public int? Status { get; init; }

    public string? CancelPolicy { get; init; }

    /// <summary>The process that served the request.</summary>
    public required string Node { get; init; }
}
