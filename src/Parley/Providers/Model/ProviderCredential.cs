namespace Parley.Providers.Model;

/// <summary>A provider's credential, sealed; only its hint (last four characters, of short ones none) is ever shown.</summary>
internal sealed class ProviderCredential
{
    public required string ProviderName { get; init; }

    /// <summary>Order of use, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>Names it as long as it lives and tells nothing of it. Null on rows older than this column: their position tells them apart.</summary>
    public string? Id { get; set; }

    public required string Sealed { get; set; }

    public required string Hint { get; set; }

    /// <summary>Null on rows older than this column.</summary>
    public DateTimeOffset? AddedAt { get; set; }

    /// <summary>When it goes, because others took its place; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
