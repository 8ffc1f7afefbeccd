namespace Parley.Chat.Model;

/// <summary>One message. Never overwritten by another: an edit, a new answer or a stale tab's send becomes a branch.</summary>
internal sealed class Message
{
    /// <summary>Version 7, so that ids sort by time.</summary>
    public required Guid Id { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>The conversation's owner, here too: search and ownership need no join.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What it follows or answers; null for a first message.</summary>
    public Guid? ParentId { get; init; }

    public required MessageRole Role { get; init; }

    /// <summary>What was said, Markdown. While an answer is made, what is durable of it.</summary>
    public required string Text { get; set; }

    /// <summary>What the model let see of its reasoning; null for nothing.</summary>
    public string? Reasoning { get; set; }

    public required MessageStatus Status { get; set; }

    /// <summary>For an answer: the model that was asked for, and who answered.</summary>
    public string? Model { get; set; }

    public string? Provider { get; set; }

    /// <summary>The model that answered, by the provider's own name: a route or an alias stands for several. Null before the end.</summary>
    public string? AnsweredBy { get; set; }

    /// <summary>What the answer cost in US dollars, by the catalogue's prices of that moment; null where they are not known.</summary>
    public decimal? CostUsd { get; set; }

    public string? FinishReason { get; set; }

    /// <summary>Why it failed or broke off, for the person; null for nothing.</summary>
    public string? Problem { get; set; }

    /// <summary>The request's id in the ledger: cost and tokens stand there.</summary>
    public string? RequestId { get; set; }

    public long? InputTokens { get; set; }

    public long? OutputTokens { get; set; }

    /// <summary>The persona that answered, and which version of it.</summary>
    public Guid? PersonaId { get; set; }

    public int? PersonaVersion { get; set; }

    /// <summary>Ids of the memories that were used, JSON array; null for none.</summary>
    public string? Memories { get; set; }

    /// <summary>What of the conversation the model was given, as <c>ContextUsed</c> writes it; null where that is not known.</summary>
    public string? Context { get; set; }

    /// <summary>Calls of tools that the answer made, with their results, JSON array; null for none.</summary>
    public string? Tools { get; set; }

    /// <summary>1 for good, -1 for bad, null for no word.</summary>
    public int? Feedback { get; set; }

    public string? FeedbackText { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; set; }
}
