namespace Parley.Gateway.Routing.Health;

/// <summary>What is known of a provider at one moment.</summary>
internal readonly record struct HealthFacts
{
    public bool IsOpen { get; init; }

    public bool IsProbeAnswered { get; init; }

    public int FailedInRow { get; init; }

    /// <summary>The latest failure in a few words; null without any.</summary>
    public string? LastFailure { get; init; }

    /// <summary>Credentials that are not expired; 0 for a provider that needs none.</summary>
    public int Credentials { get; init; }

    /// <summary>It has credentials, and all have expired.</summary>
    public bool IsExpired { get; init; }

    /// <summary>Those set aside, with the reason of the first.</summary>
    public int Aside { get; init; }

    public string? AsideBecause { get; init; }

    public bool IsSuspected { get; init; }

    /// <summary>How long it wants to be left alone.</summary>
    public TimeSpan Rest { get; init; }

    /// <summary>Why the latest probe failed; null when it did not, or there was none.</summary>
    public string? ProbeError { get; init; }

    /// <summary>A probe was answered lately.</summary>
    public bool AnswersProbes { get; init; }

    /// <summary>Calls of the latest 30 s.</summary>
    public int Good { get; init; }

    public int Bad { get; init; }
}
