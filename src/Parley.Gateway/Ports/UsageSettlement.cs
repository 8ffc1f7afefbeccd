using Parley.Gateway.Messages;

namespace Parley.Gateway.Ports;

/// <summary>What is known when a call is over. Durations count from <see cref="UsageIntent.At"/>.</summary>
public sealed record UsageSettlement
{
    /// <summary>How it ended.</summary>
    public required CallOutcome Outcome { get; init; }

    /// <summary>The provider that served it (the last one tried), or null when none was reached.</summary>
    public string? Provider { get; init; }

    /// <summary>The upstream's name of the model that served it, or null.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens; null when nothing was used (an error before any work).</summary>
    public Usage? Usage { get; init; }

    /// <summary>True when the tokens were estimated because the upstream did not report them.</summary>
    public bool Estimated { get; init; }

    /// <summary>The vendor's raw usage object (UTF-8 JSON), or empty.</summary>
    public ReadOnlyMemory<byte> RawUsage { get; init; }

    /// <summary>Why the route chose this model, in a few words; null where it had no choice.</summary>
    public string? RouteReason { get; init; }

    /// <summary>The answer was given before, and came from the cache: no upstream was called.</summary>
    public bool IsCached { get; init; }

    /// <summary>Upstream calls made.</summary>
    public int Attempts { get; init; }

    /// <summary>The fault's label, or null.</summary>
    public string? Error { get; init; }

    /// <summary>The HTTP status that the client got.</summary>
    public int Status { get; init; }

    /// <summary>From the request read to the (last) upstream call begun.</summary>
    public TimeSpan? UpstreamStarted { get; init; }

    /// <summary>From the request read to the first token, or to the whole answer.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>From the request read to the end.</summary>
    public TimeSpan Total { get; init; }

    /// <summary>The cancel policy that was applied (<c>estimate</c>, <c>drain</c>, <c>none</c>), or null when the client stayed.</summary>
    public string? CancelPolicy { get; init; }
}
