using System.ComponentModel.DataAnnotations;
using Parley.Gateway.Pipeline.Admission;
using Parley.Gateway.Ports;

namespace Parley.Gateway;

/// <summary>What each user may ask for, with all of its keys together. A host may register its own.</summary>
public sealed class UserLimits : IValidatableObject
{
    /// <summary>A bucket of that many requests, refilled evenly over a minute; null (the default) or 0 for no limit.</summary>
    public long? RequestsPerMinute { get; set; }

    /// <summary>A bucket of that many tokens, refilled evenly over a minute; null (the default) or 0 for no limit.</summary>
    public long? TokensPerMinute { get; set; }

    /// <summary>Requests at the same time; null (the default) or 0 for no limit.</summary>
    public int? Concurrency { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, problem) in ToCallerLimits().Problems()) yield return new ValidationResult($"It {problem}.", [name]);
    }

    internal CallerLimits ToCallerLimits() => new CallerLimits(RequestsPerMinute, TokensPerMinute, Concurrency).WithoutZeros();
}
