namespace Parley.Billing.Statistics.Model;

/// <summary>
/// The mark of an hour that is rolled up, or is being rolled up. Whoever writes a usage record removes the mark of its hour in the
/// same transaction, so that a record which comes late makes its hour be read from the records again, and be rolled up anew.
/// </summary>
internal sealed class RolledHour
{
    public const string Table = "usage_rolled_hours";

    /// <summary>Hours since 1970.</summary>
    public required long Hour { get; init; }

    /// <summary>Who rolls it up.</summary>
    public required string Claim { get; init; }

    /// <summary>Since when, in seconds since 1970.</summary>
    public required long ClaimedAt { get; init; }

    public bool IsDone { get; init; }
}
