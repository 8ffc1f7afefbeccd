namespace Parley.Streams.Model;

/// <summary>A response of the Responses format that a caller may ask for again.</summary>
internal sealed class KeptResponse
{
    public required string Id { get; init; }

    /// <summary>Who may read it, as <see cref="Owners"/> writes it.</summary>
    public required string Owner { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public string? PreviousId { get; init; }

    public string? StreamId { get; init; }

    public string? Provider { get; set; }

    /// <summary>The request's <c>input</c>, JSON.</summary>
    public required byte[] Input { get; init; }

    /// <summary>The response object, JSON.</summary>
    public required byte[] Body { get; set; }
}
