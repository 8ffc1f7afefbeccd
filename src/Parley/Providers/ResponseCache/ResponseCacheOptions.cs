using System.ComponentModel.DataAnnotations;

namespace Parley.Providers.ResponseCache;

/// <summary>What is kept of answers, and for how long. Bound from <c>Parley:Cache</c>.</summary>
internal sealed class ResponseCacheOptions : IValidatableObject
{
    public const string Section = "Parley:Cache";

    private const long Terabyte = 1024L * 1024 * 1024 * 1024;

    /// <summary>Longest time that an answer is kept, whatever a caller asks for; default 1 day. Zero keeps nothing.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Bytes of answers in the database; default 256 MiB. Beyond it the oldest go.</summary>
    [Range(1024 * 1024, Terabyte)]
    public long MaxBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Bytes of answers in memory, on each node; default 64 MiB. Zero reads every one from the database.</summary>
    [Range(0, Terabyte)]
    public long MaxMemoryBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Longest answer that is kept, in bytes with what is noted of it; default 1 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxEntryBytes { get; set; } = 1024 * 1024;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxAge < TimeSpan.Zero || MaxAge > TimeSpan.FromDays(365)) yield return new ValidationResult("It must be between 0 and 365 days.", [nameof(MaxAge)]);
        if (MaxEntryBytes > MaxBytes) yield return new ValidationResult($"It must not be more than {nameof(MaxBytes)}.", [nameof(MaxEntryBytes)]);
    }
}
