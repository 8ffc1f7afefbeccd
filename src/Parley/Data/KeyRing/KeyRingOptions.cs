using System.ComponentModel.DataAnnotations;

namespace Parley.Data.KeyRing;

/// <summary>How the key ring is protected. Bound from <c>Parley</c>.</summary>
internal sealed class KeyRingOptions : IValidatableObject
{
    private const int FewestCharacters = 32, FewestDifferent = 8;

    /// <summary>Random text of at least 32 characters, eight of them different (<c>openssl rand -base64 32</c>) that encrypts the key ring; the same
    /// on all nodes. Default none: the ring is as safe as the data folder or the database.</summary>
    public string? MasterKey { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MasterKey is { } text && (text.Length < FewestCharacters || text.Distinct().Count() < FewestDifferent))
            yield return new("it must have at least 32 random characters, as \"openssl rand -base64 32\" gives.", [nameof(MasterKey)]);
    }
}
