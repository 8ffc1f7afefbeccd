namespace Parley.Identity.Tokens;

/// <summary>A key that signs access tokens, sealed by the key ring; all nodes use the same.</summary>
internal sealed class TokenKeyRow
{
    /// <summary>The <c>kid</c>.</summary>
    public required string Id { get; init; }

    /// <summary>PKCS#8, sealed.</summary>
    public required byte[] Sealed { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>It is published at once, and signs from then on.</summary>
    public required DateTimeOffset SignsFrom { get; init; }
}
