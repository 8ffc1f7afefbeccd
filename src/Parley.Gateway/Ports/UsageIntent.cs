using Parley.Gateway.Messages;

namespace Parley.Gateway.Ports;

/// <summary>What is known when a call begins. Times are UTC.</summary>
public sealed record UsageIntent
{
    /// <summary>The request's id, unique for all time.</summary>
    public required string RequestId { get; init; }

    /// <summary>When the request had been read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The API key's public id, or null.</summary>
    public string? KeyId { get; init; }

    /// <summary>The user, or null.</summary>
    public string? UserId { get; init; }

    /// <summary>The format that the client speaks.</summary>
    public required WireFormat Format { get; init; }

    /// <summary>What it wants done.</summary>
    public required LlmOperation Operation { get; init; }

    /// <summary>Whether it asked for a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>The model asked for.</summary>
    public required string ModelAsked { get; init; }

    /// <summary>The request whose broken answer this call went on with, or null.</summary>
    public string? Continues { get; init; }

    /// <summary>The named route that was asked for, or null.</summary>
    public string? Route { get; init; }

    /// <summary>The request beside which this call was made because that one's first token was late, or null.</summary>
    public string? Hedges { get; init; }

    /// <summary>The caller's labels, or null.</summary>
    public string? Tags { get; init; }
}
