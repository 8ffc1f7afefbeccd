namespace Parley.Chat.Model;

/// <summary>
/// What was said in the older part of a branch, in short, for models whose context does not hold all of it. It covers everything from the first message to one
/// message: what leads to a message never changes, so it is good on every branch through that message, and on no other.
/// </summary>
internal sealed class ConversationSummary
{
    /// <summary>Version 7, so that ids sort by time.</summary>
    public required Guid Id { get; init; }

    public required Guid ConversationId { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>The last message that it covers.</summary>
    public required Guid UpToId { get; init; }

    /// <summary>How many messages it covers.</summary>
    public required int Messages { get; init; }

    public required string Text { get; init; }

    /// <summary>The model that was asked for, and who made it.</summary>
    public required string Model { get; init; }

    public string? Provider { get; init; }

    /// <summary>The request's id in the ledger: cost and tokens stand there.</summary>
    public required string RequestId { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
