namespace Parley.Chat.Model;

/// <summary>The making of one answer, detached from whoever asked for it.</summary>
internal sealed class Generation
{
    /// <summary>Also the id of its stream in the log of streams.</summary>
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>The answer.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>What the client calls the send, so that a repeated one makes no second answer; null for nothing.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The process that makes it.</summary>
    public required string Node { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When that process last said that it does.</summary>
    public required DateTimeOffset AliveAt { get; set; }

    /// <summary>Null while it runs. How it ended stands in the message.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}
