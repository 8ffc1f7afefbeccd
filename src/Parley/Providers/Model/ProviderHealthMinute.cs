using Parley.Gateway.Routing.Health;

namespace Parley.Providers.Model;

/// <summary>How one provider was in one minute, as one process saw it.</summary>
internal sealed class ProviderHealthMinute
{
    /// <summary>Longer reasons are cut: they may quote what an upstream said.</summary>
    public const int LongestText = 300;

    public required string Provider { get; init; }

    /// <summary>Minutes since 1970.</summary>
    public required long Minute { get; init; }

    /// <summary>The process.</summary>
    public required string Node { get; init; }

    /// <summary>The worst of the minute.</summary>
    public required HealthState State { get; init; }

    public required int Probes { get; init; }

    public required int FailedProbes { get; init; }

    /// <summary>Milliseconds of successful probes, like the one below; null without any.</summary>
    public double? ProbeP50 { get; init; }

    public double? ProbeP95 { get; init; }

    /// <summary>Milliseconds, as learned from calls by the end of the minute, like the one below; null without any.</summary>
    public double? FirstTokenP50 { get; init; }

    public double? FirstTokenP95 { get; init; }

    /// <summary>Why it was in the worst state, in a sentence; null for minutes that are older than this column, as the three below.</summary>
    public string? Reason { get; init; }

    /// <summary>At the end of the minute: <c>closed</c>, <c>open</c> or <c>off</c>.</summary>
    public string? Breaker { get; init; }

    /// <summary>The latest probe by the end of the minute; null also without any.</summary>
    public DateTimeOffset? ProbedAt { get; init; }

    /// <summary>Why that probe failed; null when it did not.</summary>
    public string? ProbeError { get; init; }
}
