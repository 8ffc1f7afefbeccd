namespace Parley.Gateway.Routing;

/// <summary>One of a provider's credentials.</summary>
/// <param name="Id">Names it among the provider's: stays the same as long as the credential does, and tells nothing of it.</param>
/// <param name="Key">The credential itself.</param>
public sealed record UpstreamCredential(string Id, Secret Key)
{
    /// <summary>When it goes out of use, because another one took its place; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
