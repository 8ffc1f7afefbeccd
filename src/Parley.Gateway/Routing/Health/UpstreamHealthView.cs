namespace Parley.Gateway.Routing.Health;

/// <summary>How a provider is, as this node sees it at one moment.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">Why, in a sentence; never a secret.</param>
/// <param name="Breaker"><c>closed</c>, <c>open</c> or <c>off</c>.</param>
/// <param name="Since">Since when it is in this state; UTC.</param>
public sealed record UpstreamHealthView(HealthState State, string Reason, string Breaker, DateTimeOffset Since)
{
    /// <summary>Calls under way.</summary>
    public int InFlight { get; init; }

    /// <summary>Calls that wait for their turn.</summary>
    public int Queued { get; init; }

    /// <summary>Share of failed calls among the latest; 0 to 1, null without any.</summary>
    public double? FailureRate { get; init; }

    /// <summary>What failed of late, of this node's calls: the latest kind first, empty without any.</summary>
    public IReadOnlyList<RecentFailure> RecentFailures { get; init; } = [];

    /// <summary>Learned first-token time of the latest calls; null without any.</summary>
    public TimeSpan? FirstTokenP50 { get; init; }

    /// <summary>Learned first-token time that one in twenty exceeds; null without any.</summary>
    public TimeSpan? FirstTokenP95 { get; init; }

    /// <summary>Ids of credentials that are set aside, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> CredentialsAside { get; init; } = new Dictionary<string, string>();
}
