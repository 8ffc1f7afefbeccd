using System.ComponentModel.DataAnnotations;

namespace Parley.Chat.Memory;

/// <summary>Bound from <c>Parley:Memory</c>.</summary>
internal sealed class MemoryOptions : IValidatableObject
{
    public const string Section = "Parley:Memory", Off = "off";

    /// <summary>The model whose vectors tell which memories matter; null for the cheapest embedding model that is served, <see cref="Off"/> for none.</summary>
    public string? EmbeddingModel { get; set; }

    /// <summary>How long an answer waits for the vector of its question; default 300 ms. Then memories are chosen by their words.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(300);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EmbeddingModel is { } model && string.IsNullOrWhiteSpace(model)) yield return new ValidationResult("It must be a model's name or off; leave it out for a model that is chosen.", [nameof(EmbeddingModel)]);
        if (Patience < TimeSpan.FromMilliseconds(1) || Patience > TimeSpan.FromSeconds(10)) yield return new ValidationResult("It must be between 1 millisecond and 10 seconds.", [nameof(Patience)]);
    }
}
