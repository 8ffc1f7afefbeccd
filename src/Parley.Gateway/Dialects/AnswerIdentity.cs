namespace Parley.Gateway.Dialects;

/// <summary>Facts that a writer needs to introduce an answer.</summary>
/// <param name="RequestId">Parley's request id: the source of ids that the upstream does not give.</param>
/// <param name="Model">The model that the caller asked for, as it is shown to it.</param>
/// <param name="CreatedAt">When the request began, UTC.</param>
public sealed record AnswerIdentity(string RequestId, string Model, DateTimeOffset CreatedAt)
{
    /// <summary>The caller named its tools <c>functions</c>, in chat's first form, and expects a call in that form.</summary>
    public bool LegacyCalls { get; init; }

    /// <summary>Names of fields of the request that did not reach the upstream.</summary>
    public IReadOnlyCollection<string> Dropped { get; init; } = [];

    /// <summary>The caller's body, for formats whose answers repeat what was asked (Responses); empty when it is not at hand.</summary>
    public ReadOnlyMemory<byte> Request { get; init; }
}
