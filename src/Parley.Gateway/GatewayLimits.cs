using System.ComponentModel.DataAnnotations;

namespace Parley.Gateway;

/// <summary>What one caller may take of the engine. A host may register its own.</summary>
public sealed class GatewayLimits : IValidatableObject
{
    private const long LargestUpload = 4L * 1024 * 1024 * 1024;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100), Longest = TimeSpan.FromDays(1);

    /// <summary>A caller that takes nothing of its answer for this long has gone: its connection is closed, the vendor's too, and the call
    /// is booked as cancelled; default 2 minutes. One that reads slowly is waited for.</summary>
    public TimeSpan StalledClientTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>A stream that is silent for this long says that it is still there; default 10 seconds.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer that nobody waits for any more is read on where the provider's cancel policy is <c>drain</c>; default 1 minute.</summary>
    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest form with files (recordings to transcribe, pictures to edit), in bytes; default 100 MiB. Files stream through or
    /// wait in a temporary file: they take no memory.</summary>
    public long MaxUploadBytes { get; set; } = 100L * 1024 * 1024;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, value) in new[] { (nameof(StalledClientTimeout), StalledClientTimeout), (nameof(KeepAliveInterval), KeepAliveInterval), (nameof(DrainLimit), DrainLimit) })
            if (value < Shortest || value > Longest) yield return new ValidationResult($"It must be between {Shortest} and {Longest}.", [name]);
        if (MaxUploadBytes is < 1024 or > LargestUpload)
            yield return new ValidationResult($"It must be between 1024 and {LargestUpload}.", [nameof(MaxUploadBytes)]);
    }
}
