using System.ComponentModel.DataAnnotations;

namespace Parley.Streams;

/// <summary>Bound from <c>Parley:Streams</c>.</summary>
internal sealed class StreamsOptions : IValidatableObject
{
    public const string Section = "Parley:Streams";

    /// <summary>How long a stream goes on that nobody reads; default 30 seconds.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stream can be picked up after its end; default 10 minutes.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long responses are kept; default 30 days.</summary>
    public TimeSpan ResponseRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Bytes of a running stream that stay in memory once they are durable; default 256 KiB. Readers that are further behind read from the database.</summary>
    [Range(0, 64 * 1024 * 1024)]
    public int MemoryPerStream { get; set; } = 256 * 1024;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Grace < TimeSpan.Zero || Grace > TimeSpan.FromDays(1)) yield return new ValidationResult("It must be between 0 and 1 day.", [nameof(Grace)]);
        if (Retention < TimeSpan.Zero || Retention > TimeSpan.FromDays(30)) yield return new ValidationResult("It must be between 0 and 30 days.", [nameof(Retention)]);
        if (ResponseRetention < TimeSpan.FromMinutes(1) || ResponseRetention > TimeSpan.FromDays(3650)) yield return new ValidationResult("It must be between 1 minute and 10 years.", [nameof(ResponseRetention)]);
    }
}
