namespace Parley.Billing.Statistics.Model;

/// <summary>The figures of one hour, provider and model. Counts only where its hour is marked as done (<see cref="RolledHour"/>).</summary>
internal sealed class UsageRollup
{
    /// <summary>Hours since 1970.</summary>
    public required long Hour { get; init; }

    /// <summary>Empty for calls that reached none.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's own name of the model.</summary>
    public required string Model { get; init; }

    /// <summary><see cref="UsageFigures"/> as JSON.</summary>
    public required string Figures { get; init; }
}
