using Parley.Gateway.Pipeline.Caching;

namespace Parley.Gateway.Ports;

/// <summary>A complete answer that is kept. Immutable.</summary>
/// <param name="model">The model that was asked for.</param>
/// <param name="createdAt">When the answer was complete, UTC.</param>
/// <param name="expiresAt">From when on it is not given any more, UTC.</param>
/// <param name="record">The answer in the engine's own form: never changed, and nobody else's.</param>
public sealed class CachedResponse(string model, DateTimeOffset createdAt, DateTimeOffset expiresAt, ReadOnlyMemory<byte> record)
{
    private RecordHead? _head;

    /// <summary>The model that was asked for.</summary>
    public string Model => model;

    /// <summary>When the answer was complete, UTC.</summary>
    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>From when on it is not given any more, UTC.</summary>
    public DateTimeOffset ExpiresAt => expiresAt;

    /// <summary>What it belongs to beside its owner and model; to be stored with it for its removal. An answer that was read from the store need not know.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The answer in the engine's own form, in which it is to be stored as it is.</summary>
    public ReadOnlyMemory<byte> Record => record;

    /// <summary>The facts before the answer's steps; null when another version of the engine wrote them.</summary>
    internal RecordHead? Head => _head ??= RecordHead.Read(record);
}
