using System.ComponentModel.DataAnnotations;

namespace Parley.Data.KeyRing;

/// <summary>How the key ring is protected. Bound from <c>Parley</c>.</summary>
internal sealed class KeyRingOptions
{
    /// <summary>Random text of at least 32 characters (<c>openssl rand -base64 32</c>) that encrypts the key ring; the same
    /// on all nodes. Default none: the ring is as safe as the data folder or the database.</summary>
    [MinLength(32, ErrorMessage = "it must have at least 32 random characters, as \"openssl rand -base64 32\" gives.")]
    public string? MasterKey { get; set; }
}
