namespace Parley.Providers.ResponseCache;

/// <summary>An answer that is kept for its owner.</summary>
internal sealed class CacheRow
{
    /// <summary>Whose it is, as <see cref="Gateway.Ports.CacheOwner"/> writes it.</summary>
    public required string Owner { get; init; }

    /// <summary>The hash of the request.</summary>
    public required byte[] Digest { get; init; }

    /// <summary>The model that was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>What it belongs to, each word between spaces; null for nothing.</summary>
    public string? Tags { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Length of <see cref="Record"/>, so that sums need not read it.</summary>
    public int Bytes { get; init; }

    /// <summary>The answer, in the engine's form.</summary>
    public required byte[] Record { get; init; }
}
