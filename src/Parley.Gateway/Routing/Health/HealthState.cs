namespace Parley.Gateway.Routing.Health;

/// <summary>How a provider is.</summary>
public enum HealthState : byte
{
    /// <summary>Nobody called it lately, and no probe did.</summary>
    Unknown,

    /// <summary>It answers.</summary>
    Healthy,

    /// <summary>It answers, but some calls fail, it is slow, or some of its credentials are set aside.</summary>
    Degraded,

    /// <summary>It does not answer, or none of its credentials is taken.</summary>
    Down,
}
