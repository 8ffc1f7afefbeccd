namespace Parley.Gateway.Messages;

/// <summary>An expected failure, as a value that names who failed. One mapper turns it into each format's error.</summary>
/// <param name="Kind">The class of failure.</param>
/// <param name="Message">For the caller: what happened and what to do. Never a secret, never a prompt.</param>
public sealed record GatewayFault(FaultKind Kind, string Message)
{
    /// <summary>HTTP status for the caller; 200 where the upstream's answer tells of the failure itself (see <see cref="IsAnswer"/>).</summary>
    public int Status { get; init; } = DefaultStatus(Kind);

    /// <summary>The vendor's or Parley's machine-readable code (OpenAI's <c>code</c>), or null.</summary>
    public string? Code { get; init; }

    /// <summary>The prompt does not fit the model's context: each format has words of its own for that, on which agents shorten a conversation.</summary>
    public bool ExceedsContext { get; init; }

    /// <summary>The request field at fault (OpenAI's <c>param</c>), or null.</summary>
    public string? Param { get; init; }

    /// <summary>How long to wait before another try.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Of a limit that was reached: it is on tokens, not on requests. OpenAI's <c>type</c> tells them apart.</summary>
    internal bool IsOfTokens { get; init; }

    /// <summary>The upstream's status, when an upstream answered.</summary>
    public int? UpstreamStatus { get; init; }

    /// <summary>The upstream's own error body or frame, which a caller of the same format receives untouched; empty
    /// when there is none, or when it would betray Parley's own trouble (401, 403, 5xx).</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The upstream told of the failure within its answer, and not of the gateway's own credential or account: a caller of the same format
    /// gets its words where the answer has begun.</summary>
    internal bool IsTold { get; init; }

    /// <summary><see cref="Body"/> is a whole answer of the upstream that says of itself that it failed. Only what passes through has one, so
    /// whoever gets it speaks its format.</summary>
    internal bool IsAnswer => Status == 200;

    /// <summary>Whether another try, or another upstream, may do better: the fault is not the caller's.</summary>
    public bool IsRetryable { get; init; } = Kind is FaultKind.RateLimited or FaultKind.Overloaded
        or FaultKind.UpstreamFailed or FaultKind.Unavailable or FaultKind.UpstreamTimeout;

    /// <summary>The label of metrics and of a usage record's <c>error</c>: snake case of <see cref="Kind"/>.</summary>
    public string Label => Kind switch
    {
        FaultKind.InvalidRequest => "invalid_request",
        FaultKind.Unauthenticated => "unauthenticated",
        FaultKind.Forbidden => "forbidden",
        FaultKind.NotFound => "not_found",
        FaultKind.TooLarge => "too_large",
        FaultKind.RateLimited => "rate_limited",
        FaultKind.Overloaded => "overloaded",
        FaultKind.UpstreamFailed => "upstream_failed",
        FaultKind.Unavailable => "unavailable",
        FaultKind.UpstreamTimeout => "upstream_timeout",
        FaultKind.NotCached => "not_cached",
        FaultKind.StreamCut => "stream_cut",
        FaultKind.ClientClosed => "client_closed",
        _ => "internal",
    };

    private static int DefaultStatus(FaultKind kind) => kind switch
    {
        FaultKind.InvalidRequest => 400,
        FaultKind.Unauthenticated => 401,
        FaultKind.Forbidden => 403,
        FaultKind.NotFound => 404,
        FaultKind.TooLarge => 413,
        FaultKind.RateLimited => 429,
        FaultKind.ClientClosed => 499,
        FaultKind.Overloaded => 529,
        FaultKind.UpstreamFailed => 502,
        FaultKind.StreamCut => 502,
        FaultKind.Unavailable => 503,
        FaultKind.UpstreamTimeout or FaultKind.NotCached => 504,
        _ => 500,
    };
}
