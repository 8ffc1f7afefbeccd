namespace Parley.Streams.Model;

/// <summary>A response of the Responses format that a caller may ask for again.</summary>
internal sealed class KeptResponse
{
    public required string Id { get; init; }

    /// <summary>Who may read it, as <see cref="Owners"/> writes it.</summary>
    public required string Owner { get; init; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public string? PreviousId { get; set; }

    public string? StreamId { get; set; }

    public string? Provider { get; set; }

    /// <summary>The request's <c>input</c>, JSON.</summary>
    public byte[] Input { get; set; } = [];

    /// <summary>The response object, JSON.</summary>
    public byte[] Body { get; set; } = [];
}
