namespace Parley.Gateway.Ports;

/// <summary>A response that is kept.</summary>
public sealed record StoredResponse
{
    /// <summary>Its id (<c>resp_...</c>).</summary>
    public required string Id { get; init; }

    /// <summary>The API key that asked for it, or null.</summary>
    public string? KeyId { get; init; }

    /// <summary>The user that asked for it, or null.</summary>
    public string? UserId { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The response that it goes on from, or null.</summary>
    public string? PreviousId { get; init; }

    /// <summary>The stream in which its events are, or null.</summary>
    public string? StreamId { get; init; }

    /// <summary>The provider that keeps it, too, under the same id, or null.</summary>
    public string? Provider { get; init; }

    /// <summary>The value of the request's <c>input</c>: UTF-8 JSON, a string or an array.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>The response object: UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }
}
