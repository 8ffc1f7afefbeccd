using System.ComponentModel.DataAnnotations;

namespace Parley.Billing;

/// <summary>The meter. Bound from <c>Parley:Metering</c>.</summary>
internal sealed class BillingOptions
{
    public const string Section = "Parley:Metering";

    /// <summary>Default <see cref="MeterDurability.Durable"/>.</summary>
    public MeterDurability Durability { get; set; } = MeterDurability.Durable;

    /// <summary>How long a request waits for the database before it is refused; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Records that may wait in memory for the database; default 100,000. Beyond it new requests are refused.</summary>
    [Range(100, 10_000_000)]
    public int QueueBound { get; set; } = 100_000;

    /// <summary>Records that may stand in the journal while requests come without a pause; default 200,000. Beyond it they
    /// are moved to the usage table between commits.</summary>
    [Range(1, 10_000_000)]
    public int BacklogBound { get; set; } = 200_000;
}
